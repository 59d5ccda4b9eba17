/** Every sentence that tokenizers say: what in a file is wrong, and what the kinds are. */
export const tokenizerTexts = {
  ids: {
    badBase: (first: number, next: number, baseSize: number) =>
      `Tokenizer: the ids that it had first must be ${first} to ${next}, but they are ${baseSize}.`,
    tooMany: (most: number, vocabularySize: number) =>
      `Tokenizer: at most ${most} ids are possible, but there are ${vocabularySize}.`,
    badMerge: (rank: number, first: number, last: number, left: number, right: number) =>
      `Tokenizer: merge ${rank} must join two ids from ${first} to ${last}, but it joins ${left} and ${right}.`,
    longMerge: (rank: number, bytes: number, most: number) =>
      `Tokenizer: merge ${rank} spells ${bytes} bytes, but no piece of a text is longer than ${most}.`,
    sameBytes: (rank: number, left: number, right: number) =>
      `Tokenizer: merge ${rank} (${left}, ${right}) spells the same bytes as an earlier one.`,
    badId: (last: number, id: number) =>
      `Tokenizer: an id must be a whole number from 0 to ${last}, but ${id} came; check that the ids were made with the same tokenizer.`,
    badSize: (first: number, most: number, vocabularySize: number) =>
      `trainTokenizer: vocabularySize must be a whole number from ${first} (special ids and bytes) to ${most}, but it is ${vocabularySize}; choose one in that range.`,
  },
  json: {
    notList: (what: string, value: string) => `${what} should be a list, but it is ${value}`,
    notObject: (what: string, value: string) => `${what} should be an object, but it is ${value}`,
  },
  sentencepiece: {
    badTrie: (size: number, bytes: number) =>
      `its rules of normalization are damaged: a trie of ${size} bytes in ${bytes}`,
    otherModel: (modelType: number) => `its model is of the type ${modelType}, and only BPE and unigram are understood`,
    noPieces: 'it has no pieces',
    noTraining: 'it does not say how it was trained: it may be cut off, take a copy',
    spacesBehind: 'its spaces stand behind words, which is not understood',
    unusedPieces: 'it has unused pieces, which are not understood',
    samePieces: 'two of its pieces are the same',
    modelNotText: (model: string) => `"model" should be a text in base64, but it is ${model}`,
    modelNotBase64: '"model" is not base64',
    emptyPiece: 'one of its pieces spells nothing',
  },
  protobuf: {
    pieceIsNumber: 'its protobuf is damaged: a piece is a number',
    endlessNumber: 'its protobuf is damaged: a number has no end',
    fieldTooLong: (length: number, left: number) =>
      `its protobuf is damaged: a field wants ${length} bytes, and ${left} are left`,
    fieldZero: 'its protobuf is damaged: a field has the number 0',
    wireType: (wire: number) => `its protobuf is damaged: a field is of the wire type ${wire}`,
    noFloat: 'its protobuf is damaged: a score is no float',
    textIsNumber: 'its protobuf is damaged: a text is a number',
    notUtf8: 'its protobuf is damaged: a text is not UTF-8',
  },
  files: {
    tooManyIds: (size: number, most: number) =>
      `it has ${size} ids with the marks of turns, and a brain can have ${most} at most: --trim keeps only those that the library uses`,
    otherNormalizer: (type: string, types: string) => `its normalizer ${type} is none of ${types}`,
    badPattern: (pattern: string) => `a "pattern" in it should hold a "String" or a "Regex", but it is ${pattern}`,
    otherBehavior: (behavior: string, behaviors: string) => `a "behavior" in it is ${behavior}, none of ${behaviors}`,
    otherPreTokenizer: (type: string, types: string) => `its pre-tokenizer ${type} is none of ${types}`,
    formats: "Hugging Face's tokenizer.json, a SentencePiece .model, or ranks of tiktoken",
    notAFormat: (formats: string) => `it is not ${formats}`,
    unusablePattern: (pattern: string) => `its pattern ${pattern} cannot be used here`,
    idsNotRising: (id: string) => `its ids should rise within the vocabulary, but ${id} comes`,
    marksMissing: 'the marks of turns are not among its ids',
  },
  ranks: {
    badLine: (line: number, came: string) => `line ${line} should be a token in base64 and its rank, but it is ${came}`,
    noPattern: (ranks: number) =>
      `it has ${ranks} ranks and no pattern beside them; r50k_base has 50256 and cl100k_base 100256, and no other is known`,
    badBeginning: (line: string) => `a line of its ranks begins with ${line}`,
    missingBytes: 'its ranks should hold all 256 single bytes, but some are missing',
    sameToken: 'two of its ranks are of one token',
    badSpecial: (name: string, id: string) =>
      `its special token ${name} should have an id of its own, but it has ${id}`,
    notBase64: (token: string) => `its token ${token} should be base64, but it is not`,
    fieldMissing: '"pattern", "specials" and "ranks" should be there, but one is missing',
  },
  huggingFace: {
    otherModel: (type: string) => `its model is ${type}, and only BPE is understood`,
    unknownField: (key: string) => `its model has "${key}", which is not understood`,
    badId: (token: string, id: string) => `the id of ${token} should be a whole number, but it is ${id}`,
    sameId: 'its "vocab" gives one id to two tokens',
    emptyVocabulary: 'its "vocab" is empty',
    badMerge: (rank: number, merge: string) => `merge ${rank} should join two tokens into a third, but it is ${merge}`,
    addedToken: 'an added token',
    badAddedToken: (token: string) => `an added token should have an id and a content, but it is ${token}`,
  },
  characters: {
    notOne: (character: string) => `every character should be one character, but ${character} is not`,
    twice: 'every character should come once, but one comes twice',
    tooMany: (most: number, came: number) => `at most ${most} characters can have an id of their own, but ${came} came`,
    notList: (characters: string) => `"characters" should be a list of characters, but it is ${characters}`,
  },
  kinds: {
    bpe: 'frequent parts of words, learnt from the library',
    characters: 'the characters of the library, and bytes for the rest',
    bytes: 'single bytes',
    sentencepiece:
      'as SentencePiece: frequent parts of words with their spaces, learnt from the library, and bytes for the rest',
    ascii: '97 characters; accents are stripped, and other characters become ?',
    unknownWhole: '"kind" in "whole" is not known',
  },
  own: {
    otherPattern:
      '"pattern" is not the pattern of this babyLLM, so texts would be cut differently; use the babyLLM that wrote it',
    mergesNotList: (merges: string) => `"merges" should be a list of pairs of ids, but it is ${merges}`,
    badMerge: (rank: number, merge: string) => `merge ${rank} should be a pair of whole numbers, but it is ${merge}`,
    otherFormat: (format: string, came: string) =>
      `"format" should be "${format}", but it is ${came}; this is another kind of file`,
    otherVersion: (versions: string, version: string) =>
      `"version" should be ${versions}, but it is ${version}; use the babyLLM that wrote it`,
    otherKind: (known: string, kind: string) =>
      `"kind" should be one of ${known}, but it is ${kind}; use the babyLLM that wrote it`,
    wrongHash: (said: string, hash: string) =>
      `"hash" says ${said}, but the content gives "${hash}"; the file is damaged, take a copy`,
    notJson: 'the text is not JSON; it may be cut off, take a copy',
    notObject: (value: string) => `the JSON should be an object, but it is ${value}`,
  },
} as const;
