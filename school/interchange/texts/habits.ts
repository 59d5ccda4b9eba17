/** What is said of habits in the files of other programs. */

export const habitFileTexts = {
  isThere: (path: string) => `${path} is there already: choose another name, or remove it first.`,
  cannotBeWritten: (path: string, why: string) => `${path} cannot be written: ${why}.`,
  noFamily:
    'PEFT has adapters for transformers of the families of GPT-2 and LLaMA, and this brain is none of them: leave out --as peft',

  /** Adapters of PEFT that cannot be habits. */
  cannotBeHabit: (folder: string, why: string) => `the adapter in ${folder} cannot be a habit here: ${why}`,
  notInHabits: (key: string, value: string) => `${key} is ${value}, which no habit has`,
  wrongAlpha: (value: string) => `lora_alpha should be a number, but it is ${value}`,
  otherModule: (tensor: string, example: string) =>
    `it holds ${tensor}, and a habit of this brain changes ${example} and the like`,
  wrongShapes: (module: string, rows: number, cols: number, a: string, b: string) =>
    `${module} should have lora_A of (r,${cols}) and lora_B of (${rows},r), but they are ${a} and ${b}`,
  notNumbers: (module: string) => `${module} holds numbers that are none`,
  isEmpty: (file: string) => `${file} is empty`,
} as const;
