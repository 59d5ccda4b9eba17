/** What `baby import` says: why a model cannot become a baby, and what is different in the baby that it became. */

export const importTexts = {
  cannotBeUsed: (path: string) => `${path} cannot be used`,
  homeNotMade: (folder: string) => `A home cannot be made in ${folder}`,
  nothingLeftBehind: (what: string, why: string) => `${what}: ${why}; nothing of it is left behind.`,
  homeTaken: (why: string) => `${why}: say where it should live with --home <name or folder>.`,
  learnsCarefully: 'It learns at a quarter of the usual rate, so that it keeps what it knows.',

  /** Kinds of models. */
  folderOfSafetensors: 'a folder of safetensors',
  weightsOfLlmFromScratch: 'weights of llm-from-scratch',
  pickledWeights: 'weights that PyTorch pickled',
  isPickled:
    'its weights are pickled, which runs whatever code is in them: save it as safetensors first (save_pretrained of transformers does)',

  /** Models that cannot become a baby. */
  wrongModelType: (type: string) => `its model_type is ${type}, and gpt2, llama and babyllm can become a baby`,
  wrongArchitecture: (architecture: string) =>
    `its architecture is ${architecture}, and gpt2 and llama can become a baby`,
  noTokenizer: 'it has no tokenizer.json or tokenizer.model, which say what its ids mean',
  tokenizerNotUsed: (file: string, why: string) => `its ${file} cannot be used: ${why}`,
  isAdapter: 'it is a low-rank adapter, which changes a model: `baby habit import` takes it as a habit',
  tokenizerInGguf:
    'a GGUF names the rule by which its tokenizer cuts texts and does not hold it: take the folder of the same model with its tokenizer.json',
  wrongTokenTable: (
    shape: readonly number[] | undefined,
    vocabulary: number | undefined,
    channels: number | undefined,
  ) => `its table of tokens is [${shape ?? 'missing'}], but [${vocabulary},${channels}] was expected`,
  tooManyTokensAtOnce: (streams: number, tokens: number) =>
    `it would learn ${streams} streams of ${tokens} tokens at once, more than fit into memory`,
  missingTensor: (brain: string, name: string) =>
    `a ${brain} brain of its sizes has a tensor "${name}", and it holds none`,
  wrongRopeBase: (value: string) => `rope_theta is ${value}`,
  unknownBrain: (brain: string, known: readonly string[]) =>
    `its brain is ${brain}, and this babyLLM has ${known.join(', ')}`,
  otherVocabulary: (ofTokenizer: number, ofBrain: number) =>
    `its tokenizer has ${ofTokenizer} tokens, and its brain ${ofBrain}`,
  noSizes: 'it has no sizes',
  impossibleSize: (key: string, value: string) => `the size ${key} is ${value}`,

  /** Differences from the model. */
  looksBackOn: (positions: number, contextLength: number) =>
    `It could look back on ${positions} tokens; here it looks back on ${contextLength}.`,
  normsAdd: (epsilon: string, here: string) => `Its norms add ${epsilon}; here they add ${here}.`,
  nearestOfTwo: 'the nearest of 1e-5 and 1e-6',

  /** llm-from-scratch. */
  noWeightsOfLlmFromScratch: 'it holds no weights of llm-from-scratch',
  changesOfAnotherBrain: (brain: string) =>
    `low-rank changes of llm-from-scratch change such a brain, and this one is a ${brain} brain`,
  notLowRankChanges: 'this file holds other arrays than the low-rank changes of llm-from-scratch',
  wrongLowRankChange: (name: string, matrix: string, left: string, right: string) =>
    `"${name}" should change a matrix of [${matrix}], but it is [${left}] and [${right}]`,
  noMatrix: (name: string) => `it has no matrix "${name}"`,
  blocksNotCounted: 'its blocks and heads cannot be counted',
  weightsNotBeside: 'it holds changes of the weights of llm-from-scratch, and those weights do not lie beside it',
  noCharacters: (characters: number) =>
    `no JSON beside it names its ${characters} characters ("chars", "itos" or "stoi")`,
  knowsCharacters: (characters: number) =>
    `It knows ${characters} characters; all others are spelt in bytes, which it has to learn, as it has to learn the marks of turns.`,
  hasPlaces: (places: number, contextLength: number) =>
    `It has places for ${places} characters; here it looks back on ${contextLength}, as it was trained.`,
  changesAdded: (file: string) => `The low-rank changes (LoRA) were added to the weights of ${file}.`,

  /** Cleanai. */
  noConfiguration: 'it holds no configuration of Cleanai',
  notTaken: (key: string, why: string) => `${key} was not taken: ${why}.`,
  readsForLife: 'it reads its texts for as long as it lives',
  rehearsesForLife: 'it rehearses its answers for as long as it lives',
  biasesBeginAtZero: 'biases begin at 0',
  tablesBeginAsNeeded: 'tables begin as the brain needs them',
  oneOptimizer: 'texts and answers are learnt side by side, by one optimizer',
  unknownKey: 'nothing is known of it',
  noneOf: (value: string, known: readonly string[]) => `${value} is none of ${known.join(', ')}`,
  wrongPaths: (key: string, value: string) => `${key} should be a list of paths, but it is ${value}`,
  wrongPath: (key: string, value: string) => `${key} should be a path, but it is ${value}`,
  wrongNumber: (key: string, least: number, most: number, value: string) =>
    `${key} should be a number from ${least} to ${most}, but it is ${value}`,
  noText: (path: string) => `Its text ${path} is not there.`,
  noDataset: (path: string) => `Its dataset ${path} is not there.`,
  datasetFoundAs: (file: string) => `Its dataset was found as ${file}.`,

  /** A soul file, as a page writes it. */
  soulOfAnotherVersion: 'This soul was written by another version of babyLLM: a newer one can use it.',
  settingsInSoul: 'the settings in the soul',
  takenOverFromPage: 'taken over from a page',
} as const;
