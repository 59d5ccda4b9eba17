/** What `baby export --as` says: the formats, why a brain cannot be in one, and what its owner should know of an export. */

export const exportTexts = {
  /** The formats, each in one line. */
  aboutGguf: 'one file for llama.cpp and Ollama, with a Modelfile',
  aboutHuggingface: 'a folder for transformers (Hugging Face)',
  aboutSafetensors: 'plain weights under their own names',
  aboutPytorch:
    'a twin in PyTorch that goes on learning on several machines or GPUs, and comes back with `baby import`',

  /** What cannot be exported. */
  tryAnotherFormat: (why: string) =>
    `${why}: use --as huggingface or --as pytorch, or let other programs talk to it with \`baby serve\`.`,
  noArchitecture: (brain: string) => `llama.cpp has no architecture for a ${brain} brain`,
  noArchitectureWith: (parts: readonly string[]) =>
    `llama.cpp has no architecture for a transformer with ${parts.join(', ')}`,
  noTokenizerOfKind: (kind: string) => `llama.cpp gets no tokenizer of the kind ${kind}`,
  normsBehindLayers: 'norms behind its layers',
  normedQueries: 'normed queries and keys',
  tooLargeForHalf: (number: number, largest: number) =>
    `one of its weights is ${number}, and f16 holds numbers up to ${largest}: choose --type bf16, or f32 to lose nothing`,
  habitsOnlyInGguf: (format: string) =>
    `Habits go along with --as gguf alone, and --as ${format} was asked for: merge them first.`,
  habitOfAnotherBrain: (habit: string) => `The habit ${habit} belongs to another brain than the one that is exported.`,
  wrongNumbers: (format: string, types: readonly string[], asked: string) =>
    `Numbers of the format ${format} can be ${types.join(', ')}, but ${asked} was asked for.`,
  notSafe: (type: string) => `safetensors hold no numbers of type ${type}`,
  noSoul: (home: string, isDamaged: boolean) =>
    `${isDamaged ? 'No whole soul is left in' : 'No baby was born yet in'} ${home}: wake it first with \`baby wake\`, and export it then.`,
  soulPassedOver: (soul: string, why: string) => `${soul} is damaged and was passed over: ${why}.`,
  soulOfAnotherVersion: (soul: string) =>
    `${soul} was written by another version of babyLLM: export it with that version.`,
  wrongChecksum: (file: string) => `${file} does not match its checksum`,
  tensorNotInSoul: (brain: string, name: string) =>
    `A ${brain} brain should have a tensor "${name}", but this soul holds none.`,
  pageOfAnotherVersion: 'This soul is of another version of babyLLM.',

  /** The folder of an export. */
  noParentFolder: (folder: string) => `There is no folder ${folder} for the export: make it, or choose another.`,
  insideHome: (home: string) => `The export cannot lie in the home of the baby: choose a place outside of ${home}.`,
  fileInsteadOfFolder: (path: string) => `With --as, a folder is written, but ${path} is a file: choose another name.`,
  folderNotEmpty: (folder: string) => `The folder ${folder} is not empty, and no earlier export: choose another name.`,
  exportExists: (folder: string) => `There is an export in ${folder} already: choose another name, or say --replace.`,
  folderNotWritten: (folder: string, why: string) =>
    `The folder ${folder} cannot be written: ${why}; nothing of it is left behind.`,

  /** What its owner should know. */
  someAreHalf: (matrices: number) =>
    `${matrices} of its matrices are f16, since their rows are no multiple of the 32 numbers of q8_0.`,
  ownClass:
    'transformers has no class for a brain of this kind: the folder brings one in Python, which is loaded only where trust_remote_code is given.',
  ownIds: (kind: string, file: string) =>
    `transformers cannot read a tokenizer of the kind ${kind}: its ids have to be made by babyLLM (${file}).`,
  dreamOfSiblings: (siblings: number) =>
    `It speaks as ${siblings} siblings together, and one file holds one brain: this is their dream, which learnt from all of them.`,
  eldestAlone: (siblings: number) =>
    `It speaks as ${siblings} siblings together, and one file holds one brain: this is the eldest alone, so it foresees texts less well than the baby; \`baby dream\` makes one brain of all.`,
  notExamined: 'It was not examined yet.',
  lastExam: (bitsPerByte: string) =>
    `Its last exam, on texts of its library that it never learnt, gave ${bitsPerByte} bits per byte.`,
  anySpeaker: '`user`, or any other name',
} as const;
