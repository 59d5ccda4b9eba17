/** What is said of habits in the files of other programs. */

export const habitFileTexts = {
  isThere: (path: string) => `${path} is there already: choose another name, or remove it first.`,
  cannotBeWritten: (path: string, why: string) => `${path} cannot be written: ${why}.`,
  noFamily:
    'PEFT has adapters for transformers of the families of GPT-2 and LLaMA, and this brain is none of them: leave out --as peft',

  /** Adapters of PEFT and llama.cpp that cannot be habits. */
  cannotBeHabit: (path: string, why: string) => `the adapter in ${path} cannot be a habit here: ${why}`,
  notInHabits: (key: string, value: string) => `${key} is ${value}, which no habit has`,
  wrongAlpha: (key: string, value: string) => `${key} should be a number, but it is ${value}`,
  otherModule: (tensor: string, example: string) =>
    `it holds ${tensor}, and a habit of this brain changes ${example} and the like`,
  wrongShapes: (module: string, rows: number, cols: number, a: string, b: string) =>
    `${module} should have A of (r,${cols}) and B of (${rows},r), but they are ${a} and ${b}`,
  notNumbers: (module: string) => `${module} holds numbers that are none`,
  noFamilyInGguf: (brain: string) =>
    `llama.cpp has adapters for transformers of the families of GPT-2 and LLaMA, and this brain (${brain}) is none of them`,
  otherKey: (key: string, wanted: string, value: string, hint: string) =>
    `${key} should be ${wanted}, but it is ${value}${hint}`,
  isAModel: ' (`baby import` takes whole models)',
  ofAnotherArchitecture: ' (it was made for another kind of brain)',
  onlyBehindTokens: (key: string) => `${key} says that it counts behind some tokens alone, which no habit does`,
  hasNoTensors: 'it holds no tensors',
  isEmpty: (file: string) => `${file} is empty`,
} as const;
