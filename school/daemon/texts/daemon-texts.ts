/** Every sentence that the daemon says: its log, the names of acts that can be undone, and why a wake, a request or a habit is refused. */
export const daemonTexts = {
  talk: {
    noReplyYet: 'there is no reply yet: it must have said something in this conversation, lately',
    answerRemembered: (id: string) => `the answer to a question is remembered: ${id}`,
    emptyCorrection: 'a correction should hold the right reply, but it is empty',
    questionTooOld: 'it is not learnt: the question it answers is too old to be found',
  },
  acts: {
    learningWords: (texts: string) => `learning the words of ${texts}`,
    // the log of acts keeps these, and `growing` is looked up in it
    growing: (by: string) => `growing by ${by}`,
    dream: (brains: number) => `the dream in the place of ${brains} siblings`,
    newHabit: (name: string) => `the new habit ${name}`,
    importingHabit: (file: string) => `importing the habit of ${file}`,
    mergingHabit: (name: string) => `merging the habit ${name}`,
    switchingHabit: (name: string, onOrOff: string) => `switching the habit ${name} ${onOrOff}`,
    weightOf: (name: string) => `the weight of ${name}`,
    forgettingHabit: (name: string) => `forgetting the habit ${name}`,
    fedFiles: (first: string, more: string) => `${first} and ${more} more`,
  },
  growth: {
    noSoulYet: 'there is no soul of it yet whose brain could change: wake it first with `baby wake`',
    failedBefore: 'its brain could not be changed before',
    noDream: (why: string) => `it does not dream: ${why}`,
    staysAsLarge: (why: string) => `it learns on as large as it is: ${why}`,
    noSoulBefore: 'no soul of before it grew is kept any more',
  },
  wake: {
    starterTexts: (texts: number, library: string) =>
      `the library was empty: ${texts} starter texts were laid into ${library}`,
    learningToRead: 'learning to read',
    readingLibrary: 'reading the library',
    nothingToRead: (library: string) =>
      `there is nothing to read: put a text (.txt or .md) into ${library}, or run \`baby feed <file>\``,
    commentNotStored: (why: string) => `a comment on its learning is not learnt, since it cannot be stored: ${why}`,
    noSoulLeft: (folder: string) => `there is no soul left in ${folder} to go on from`,
    couldNotWake: 'it could not wake',
  },
  library: {
    sayWhich: (texts: string, typed: string, names: string) =>
      `${texts} texts have ${typed} in their names: say which, ${names}`,
    listed: '`baby library` lists them.',
    didYouMean: (name: string) => `did you mean ${name}?`,
    noSuchText: (typed: string, advice: string) => `There is no text ${typed} in the library; ${advice}`,
    onlyText: (name: string) =>
      `${name} is the only text of the library, and a baby that is awake must have one to learn from: feed another one first, or let it sleep.`,
    behindLink: (name: string, folder: string) =>
      `${name} lies in ${folder}, to which a link in the library leads: remove the link, or move the text.`,
    takenOut: (name: string) => `${name} was taken out of the library`,
    nothingLeft: 'Nothing would be left to read: at least one text must have a weight above 0.',
  },
  feedNotUndoable: (why: string) => `This feeding cannot be undone with \`baby undo\`: ${why}.`,
  habits: {
    noFile: (file: string) => `there is no file ${file}`,
    noHabitInFolder: (folder: string) =>
      `the folder ${folder} holds no habit: one for PEFT has an adapter_config.json in it`,
    tooLarge: (file: string) => `${file} is too large for a habit`,
    noWords: (path: string) => `there is nothing to learn in ${path}: it holds no words`,
    noFileOrFolder: (path: string) => `there is no file or folder ${path}`,
    neitherFileNorFolder: (path: string) => `${path} is neither a file nor a folder`,
    noText: (path: string) => `there is no text (.txt or .md) in ${path}`,
    tooLong: (path: string, size: string, most: string) =>
      `${path} has ${size} bytes, and a habit learns at most ${most}: feed long texts to its library with \`baby feed\``,
    notUtf8: (path: string) => `${path} is no text in UTF-8: save it as UTF-8, or feed it with \`baby feed\``,
    otherVersion: (soul: string) => `${soul} was written by another version of babyLLM, and cannot be changed`,
  },
  lesson: {
    asleep: 'it has gone to sleep',
    beginningAgain: 'it is just beginning again from its last soul: ask once more in a moment',
    brokeOffBeforeAnswer: (why: string) =>
      `the lesson broke off before it could answer (${why}): ask once more in a moment`,
    staysAwake: (why: string) =>
      `${why}. It stays awake: make room and ask again, or let it sleep without saving with \`baby sleep --now\`.`,
    beginningOrEnding: 'it is just beginning again, or falling asleep: ask once more in a moment',
    toldToSleep: 'it was told to sleep before it could go back',
    endedUnsaved: 'it ended without saving',
    wakesFromLastSoul: (why: string) => `${why}: it will wake from its last soul`,
    goesOnAt: (step: string) => `the lesson goes on at step ${step}`,
    notBegunAgain: (times: number, minutes: number, why: string) =>
      `the lesson broke off ${times} times within ${minutes} minutes and is not begun again; the last time: ${why}`,
    beginsAgain: (why: string) => `the lesson broke off, and begins again from its last soul: ${why}`,
  },
  birth: {
    otherVersion: (name: string, version: unknown, known: number) =>
      `${name} was written by another version of babyLLM (state version ${version}, this one reads ${known}): use that version, or move the folder away to use the soul before it`,
    otherBrain: (itsPreset: string, itsBrain: string, preset: string, brain: string) =>
      `this baby has a ${itsPreset} ${itsBrain} brain, and the config asks for a ${preset} ${brain} one: a soul cannot change its brain; set "brain" and "preset" back in baby.json, or raise another with --home`,
    otherTokenizer: (soul: string, itsHash: string, knownHash: string) =>
      `the tokenizer in ${soul} does not belong to it (it is ${itsHash}, the soul knows ${knownHash}): put its own tokenizer.json back, or move the folder away to use the soul before it`,
    unusableTokenizer: (soul: string, why: string) =>
      `the tokenizer in ${soul} cannot be used (${why}): put its own tokenizer.json back, or move the folder away to use the soul before it`,
    onlyDamaged: (why: string, folder: string, damaged: number) =>
      `${why} Put a whole soul into ${folder}, or move the ${damaged} damaged ones out of it to begin with a newborn.`,
    presetsThatFit: (presets: string) => `the presets that fit are ${presets}`,
    noPresetFits: 'no preset fits on this machine',
    tooLarge: (brain: string, need: string, room: string, hint: string) =>
      `this ${brain} brain needs ${need} of memory to learn, but it can have ${room} here: ${hint}`,
    noSuchFile: 'there is no such file',
    badTokenizerFile: (path: string, why: string) =>
      `"tokenizer" in baby.json is file, but ${path} cannot be used (${why}): set it to bpe, or begin another baby with \`baby new --tokenizer <file>\``,
    tokenizerUnusable: (path: string, why: string) => `${path} cannot be used: ${why}.`,
  },
  asleep: {
    noBaby: (folder: string) => `There is no baby in ${folder} yet: wake one with \`baby wake\`.`,
    noSuchSoul: (folder: string) => `There is no such soul in ${folder}: \`baby soul list\` shows all of them.`,
    noJournal: (folder: string) =>
      `There is no journal in ${folder} yet: it begins with the first wake, \`baby wake\`.`,
    answersOwnerOnly: 'it is asleep, and answers nobody but its owner until it wakes',
    neverBorn: (folder: string) => `no baby was born in ${folder} yet: wake it first with \`baby wake\``,
    wentBack: (from: string, step: string, name: string) => `went back to ${from} (step ${step}), now ${name}`,
    justWaking: 'The baby is just waking or falling asleep: try again in a moment, or see `baby status`.',
    notLogged: (why: string) => `It is done, but it cannot be written into its log: ${why}`,
  },
  record: {
    nothingRecorded: (why: string) => `nothing of this wake will be recorded: ${why}`,
    awake: (step: string) => `awake at step ${step}`,
    examined: (bitsPerByte: string, of: string, step: string) =>
      `${bitsPerByte} bits per byte of ${of} at step ${step}`,
    saved: (soul: string, size: string, milliseconds: number) => `saved ${soul} (${size} in ${milliseconds} ms)`,
    asleepAt: (step: string) => `asleep at step ${step}`,
  },
  teacher: {
    noSoul: (folder: string) =>
      `there is no soul of a baby in ${folder}; \`baby set taughtBy <home>\` names where it moved to`,
    otherVersion: (soul: string) => `${soul} was written by another version of babyLLM`,
    otherTokenizer: 'its tokenizer is another one, and only brains with the same tokens can teach each other',
    noBaby: (folder: string) =>
      `There is no baby in ${folder} that has learnt anything, and could teach: see \`baby list\`.`,
    cannotTeach: (folder: string, why: string) => `The baby in ${folder} cannot teach: ${why}.`,
  },
  teaching: {
    notStored: (source: string, why: string) => `the passages of ${source} cannot be stored: ${why}`,
    tooLong: (most: string, came: string) =>
      `it is not learnt: a question and its answer may have at most ${most} characters each, but one has ${came}`,
    heldOut: 'some of it is held out for exams: it is remembered, but the weights never learn it',
    takenOut: (id: string, reads: string | undefined) =>
      `correction ${id} was taken out${reads === undefined ? '' : `, after it was read ${reads} times`}`,
  },
  room: {
    averageIsKept: 'of the weights, kept beside them; it speaks',
    averageTooLarge: (needed: string, addressable: string) =>
      `none: with it this brain needs ${needed}, and ${addressable} can be addressed`,
    averageByBf16:
      '`baby set learning.storage bf16` makes room for the average, which foresees unread text better than the weights; it counts from the next wake on.',
    averageBySmaller:
      'A smaller preset keeps the average of its weights, which foresees unread text better than the weights.',
    notKnown: (why: string) => `not known: ${why}`,
    storedAs: (storage: string) => `weights are ${storage} while it speaks`,
    insteadOf: (bytes: string, whole: string) => `${bytes} instead of ${whole}`,
    storedBeside: (storedAs: string, insteadOf: string) =>
      `${storedAs}: ${insteadOf}; while it learns they lie beside those that learn`,
    waitsForMemory: (storedAs: string, whole: string) => `${storedAs}: ${whole}, which every word waits for`,
    fasterByF16: (bytes: string) =>
      `\`baby set voice.storage f16\` makes so large a brain speak faster: ${bytes} are read for a token; it counts from the next wake on.`,
  },
} as const;
