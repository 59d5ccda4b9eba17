/** What the page Raising says. */
export const raisingPageTexts = {
  writing: 'writing it down…',
  itsLibrary: 'its library',
  learnsFrom: (source: string) => `learns from  ${source}`,
  position: (at: number, all: number) => `${at} of ${all}`,
  itReflects: 'it reflects',
  whenItReflects: 'It reflects every so often (reflection.seconds), once it has a history to compare with.',
  theScribe: 'the scribe',
  whenTheScribeSpeaks: 'The scribe looks over its shoulder, and now and then says something (scribe.chance).',
  itsVoice: 'its voice, then and now',
  whenItsVoiceIsKept: 'At a save it answers the same few questions (milestones.prompts).',
  writesItDown: (question: string) => `${question} w writes it down`,
  whatItLearnsFrom: 'what it learns from',
  keys: {
    olderNewer: 'older, newer',
    writeJournal: 'write the journal',
  },
  itsPlay: 'its play:',
} as const;
