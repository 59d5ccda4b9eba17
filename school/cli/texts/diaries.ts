/** What `baby diary` and `baby journal` say. */
export const diaryTexts = {
  diary: {
    description: 'what it wrote at its saves, and the same questions answered then and now; awake or asleep',
    all: 'every entry and every answer',
    journalLine: (text: string) => `journal: ${text}`,
    nothingWritten: 'Nothing is written in its diary: it writes a line at each save.',
    voice: 'Its voice, then and now',
    atStep: (step: string, when: string) => `step ${step}, ${when}`,
  },
  journal: {
    description: 'your own journal: writes a line into it, or shows it; awake or asleep',
    text: 'what you learn today; none: the journal is shown',
    writtenDown: 'It is written down.',
    empty: 'The journal is empty: `baby journal "what I am learning today"` writes into it.',
  },
} as const;
