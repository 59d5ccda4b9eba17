/** What the page Mind says. */
export const mindPageTexts = {
  strips: {
    hearsIt: ' hears it  ',
    turnedRound: ' turned round  ',
    notAtAll: ' not at all',
  },
  halfGoneIn: 'half gone in',
  guessesMost: 'guesses most',
  oneStep: (whole: string) => `one step: ${whole}`,
  parametersOf: (part: string) => `parameters of ${part}`,
  settingsUnknown: 'Its settings are not known yet: it must be awake.',
  setting: (knob: string, value: number) => `setting ${knob} to ${value}…`,
  itsMind: 'its mind',
  nothingYet: 'It has not looked inside yet.',
  notAwake: 'Nothing to see inside: it is not awake.',
  legend: (record: string) => `    ${record} record  ↑ ↓ which way it goes`,
  switchingHabit: (habit: string, onOrOff: 'on' | 'off') => `switching the habit ${habit} ${onOrOff}…`,
  habits: {
    title: 'habits',
    lessons: (lessons: string, isOne: boolean) => `${lessons} ${isOne ? 'lesson' : 'lessons'}`,
    learns: (pass: string) => `learns, pass ${pass}`,
    known: 'known',
    learnt: 'learnt',
    isNew: 'new',
  },
  keys: {
    learningRate: 'learning rate',
    nextHabit: 'next habit',
    switchHabit: 'habit on or off',
  },
} as const;
