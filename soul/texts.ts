/** Every sentence that the soul says: why a file cannot be written or read, and what became of it. (`texts` are files of a soul, so these have another name.) */
export const soulTexts = {
  disk: {
    full: 'the disk is full',
    refused: (code: string) => `the disk refused (${code})`,
    wroteNothing: 'the system wrote 0 bytes and gave no reason: check the disk',
    free: (free: string) => `${free} are free`,
    freeUnknownBecause: (why: string) => `how much is free cannot be told (${why})`,
    freeUnknown: 'how much is free cannot be told',
    folderUnreadable: (folder: string, why: string) => `The souls in ${folder} cannot be read: ${why}.`,
    couldNotBe: (what: string, done: string, why: string) => `${what} could not be ${done}: ${why}.`,
  },
  save: {
    stepNotWhole: (step: string) => `A step must be a whole number from 0, but ${step} came.`,
    unfitFileName: (name: string) => `A soul cannot keep a file named "${name}": choose another plain name.`,
    unfitText: (name: string, tensorsSuffix: string) =>
      `"${name}" cannot be kept as a text: it must be whole Unicode, and ${tensorsSuffix} is for tensors.`,
    notJson: (place: string, what: string) => `The soul keeps JSON, but ${place} ${what}.`,
    tooDeep: (most: number) => `lies more than ${most} levels deep (does it contain itself?)`,
    notPlainObject: (className: string) => `is a ${className}; convert it to plain arrays and objects first`,
    reservedKey: 'uses a key that marks exact numbers',
    badBudget: (budget: string) => `Souls may take 0 bytes or more, but ${budget} came.`,
    refused: (step: number, folder: string, why: string, needed: string, free: string) =>
      `The soul of step ${step} could not be saved in ${folder}: ${why}; it needs ${needed} and ${free}; the souls saved before it are untouched.`,
    alreadySaving: 'A soul is just being saved: neither save nor open another until that is done.',
    badTensorName: (name: string) => `Tensor names must be unique and not empty, but "${name}" came.`,
    tensorSizeMismatch: (name: string, shape: readonly number[], numbers: number, given: number) =>
      `Tensor "${name}" of shape [${shape}] must hold ${numbers} numbers, but holds ${given}.`,
  },
  labels: {
    notWritten: (name: string, why: string) => `The label of ${name} could not be written: ${why}.`,
    nameTaken: (soul: string, label: string) => `${soul} is called "${label}" already: choose another name.`,
    badName: (longest: number, label: string) =>
      `The name of a soul should be one line of 1 to ${longest} characters, but "${label}" came.`,
  },
  open: {
    noSuchSoul: (name: string, where: string) => `There is no whole soul "${name}" in ${where}.`,
    cannotGoBack: (note: string) => `It cannot go back: ${note}`,
    isWhole: (name: string, step: number) => `${name}, saved at step ${step}, is whole and is used.`,
    noWholeSoul: 'no whole soul',
    noWholeSoulNamed: (name: string) => `no whole soul "${name}"`,
    nothingIn: (what: string, folder: string) => `There is ${what} in ${folder}.`,
    oldOnesUnread: (why: string) => `Old souls could not be looked through: ${why}`,
    damagedBefore: (names: string, one: string, them: string) =>
      `Damaged and set aside before: ${names}. Repair ${one}, or move ${them} out of this folder to begin a new life.`,
    setAsideAs: (aside: string) => `it was set aside as ${aside}.`,
    setAside: (name: string, why: string, outcome: string) => `${name} cannot be used: ${why}; ${outcome}`,
  },
  checkpoint: {
    missingFile: (file: string) => `it has no ${file}`,
    wrongSize: (name: string, size: number, expected: number) => `${name} has ${size} bytes instead of ${expected}`,
    wrongChecksum: (name: string) => `${name} does not match its checksum`,
    unreadable: (name: string, why: string) => `${name} cannot be read (${why})`,
  },
  manifest: {
    notJson: 'is not JSON',
    notObject: 'is not an object',
    newerFormat: (format: unknown, known: number) =>
      `it is written in format ${format}, and this version reads formats 1 to ${known}`,
    badFormat: (format: string) => `has ${format} for a format`,
    badStep: (step: string) => `has ${step} for a step`,
    badScore: (score: string) => `has ${score} for a score`,
    badScoredOn: (paper: string) => `has ${paper} for what was scored`,
    badDate: (date: string) => `has ${date} for a date`,
    noFiles: 'lists no files',
    badFileName: (name: string) => `lists a file of the unfit name "${name}"`,
    noChecksum: (name: string) => `has no size and checksum for ${name}`,
    wrongChecksum: 'does not match its own checksum',
  },
  safetensors: {
    headerNotJson: 'its header is not JSON',
    headerNotObject: 'its header is not a JSON object',
    entryNotObject: (name: string) => `its entry "${name}" is not an object`,
    metadataNotText: (key: string) => `its metadata "${key}" is not text`,
    gapBefore: (name: string, begin: number, reached: number) =>
      `tensor "${name}" begins at byte ${begin}, but the one before it ends at ${reached}`,
    tooLittleData: (reached: number, dataBytes: number) =>
      `its tensors need ${reached} bytes of data, but it holds ${dataBytes}`,
    ofTensor: (name: string) => `of tensor "${name}"`,
    unknownType: (of: string, dtype: string, known: string) => `the type ${of} is ${dtype}; ${known} can be read`,
    badShape: (of: string, shape: string) => `the shape ${of} is ${shape}, not a list of sizes`,
    badOffsets: (of: string, offsets: string) => `the offsets ${of} are ${offsets}`,
    offsetsOutside: (of: string, begin: number, end: number) =>
      `the offsets ${of} (${begin} to ${end}) lie outside the file`,
    shapeAndOffsetsDisagree: (of: string, bytes: number, given: number) =>
      `the shape ${of} needs ${bytes} bytes, but its offsets give ${given}`,
    tooSmall: (size: number) => `it has ${size} bytes, fewer than the 8 of a header's length`,
    headerTooLong: (length: number, size: number) =>
      `it claims a header of ${length} bytes, but has ${size} bytes in all`,
    noSuchTensor: (file: string, name: string, want: string) =>
      `${file} holds no tensor "${name}" (wanted as ${want}).`,
    otherTensor: (name: string, file: string, found: string, want: string) =>
      `Tensor "${name}" in ${file} is ${found}, but ${want} was expected.`,
    doesNotFit: (name: string, shape: readonly number[], room: number) =>
      `Tensor "${name}" of shape [${shape}] does not fit into ${room} numbers.`,
    endsEarly: (byte: number) => `it ends at byte ${byte}, before its data do`,
    unreadable: (shown: string, why: string) => `${shown} cannot be read: ${why}.`,
    damaged: (shown: string, why: string) => `${shown} is damaged: ${why}.`,
  },
  file: {
    cutOff: 'it is cut off, or no safetensors file',
    noSoulInside: 'it is a safetensors file, but holds no soul',
    strayTensor: (name: string) => `tensor "${name}" belongs to no file of a soul`,
    notASoul: (why: string) => `This file is no soul: ${why}.`,
    notThere: 'not there',
    otherTensor: (name: string, file: string, came: string, want: string) =>
      `Tensor "${name}" of ${file} is ${came}, but ${want} was expected.`,
  },
} as const;
