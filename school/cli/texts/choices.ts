/** What `baby config` and `baby set` say. */
export const choiceTexts = {
  config: {
    description: 'every setting: what it means, what it may be, its value, and where that comes from',
    what: 'edit: open baby.json in your editor; a word: only settings with it',
    changed: 'only settings that differ from their default',
    allDefault: 'Every setting has its default value.',
    noneWith: (word: string) => `No setting has ${word} in its name or meaning: \`baby config\` lists them all.`,
    rangeAndDefault: (range: string, value: string) => `${range}; default ${value}`,
    atNextWake: '; takes effect at the next wake',
    unchanged: 'Nothing was changed.',
    whileAwake: 'It is awake: settings that take effect at once still need `baby set`, or its next wake.',
    saved: (file: string, when: string) => `${file} is checked and saved.${when}`,
    editorMissing: (editor: string) => `The editor ${editor} cannot be started: set EDITOR to one that is installed.`,
    editorFailed: (code: number | null) => `The editor ended with code ${code}: baby.json is as it was.`,
  },
  set: {
    description: 'its settings: all, one, or another value for one, for now and for later; awake or asleep',
    key: 'learningRate, voice.temperature, …',
    value: 'what it should be from now on',
  },
} as const;
