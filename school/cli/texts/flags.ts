/** The descriptions of options that several commands have, and the refusals of values. */
export const flagTexts = {
  refused: {
    number: 'A number was expected.',
    numberOver: (least: number) => `A number over ${least} was expected.`,
    wholeOver: (least: number) => `A whole number over ${least} was expected.`,
    place: 'It should be resume, random, start, or the number of a token (0 or more).',
    port: 'A whole number from 0 to 65535 was expected.',
  },
  json: 'print JSON',
  noQuestion: 'do not ask',
  since: 'from then on: 2h, 30m, yesterday, 2026-03-01T10:00',
  until: 'up to then',
  jsonLines: 'a JSON object a line',
  action: 'what to do',
  follow: 'go on with what comes',
  lastLines: 'show the last N lines',
  csv: 'comma-separated values',
  temperature: 'how boldly words are drawn; 0 is always the likeliest',
  seed: 'the same seed and state give the same reply',
} as const;
