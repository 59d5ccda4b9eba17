/** What the page Now says, and its advice. */
export const nowPageTexts = {
  advice: {
    wakeIt: 'It learns only while it is awake: W wakes it.',
    dreams: 'It knows its whole library, and dreams of it: feed it more of your texts (4, then f).',
    knowsAll: 'It knows its whole library: feed it more of your texts (4, then f).',
    tooLittleForExams: 'Too little text for exams: feed it more of your texts (4, then f).',
    learnsByHeart: 'It begins to learn by heart: new texts help more than time (4, then f).',
    smallLibrary: (tokens: string) => `A small library (${tokens} tokens): more texts teach it most (4, then f).`,
    talkToIt: 'Talk to it (3): it remembers what you say, and answers while it learns.',
    correctIt: 'Correct a reply (3, Esc, then e): it learns the better one within moments.',
  },
  exactOf: (right: number, guesses: number) => `${right} of ${guesses} exact`,
  itGuesses: 'it guesses',
  nothingYet: 'nothing yet',
  withMemory: (value: string) => `with memory ${value}`,
  best: (value: string, step: string, words: string) => `best ${value} at step ${step} · ${words}`,
  noDiaryYet: 'not a line yet: it writes one whenever it saves',
  zoomCurves: 'zoom the curves',
  awakeFor: (time: string) => `awake for ${time}`,
  bestExam: 'best exam',
  saysToItself: 'it says to itself',
  firstWordsSoon: 'nothing yet: its first words come within seconds',
  zooms: {
    day: 'a day',
    life: 'its life',
  },
} as const;
