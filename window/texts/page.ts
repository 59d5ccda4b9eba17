/** What the page says around its panels: how the line is, its buttons, and what stands at the curves. */
export const pageTexts = {
  curves: {
    fileMissing: 'The curves cannot be drawn: a file of the page is missing.',
    saved: 'a soul was saved',
    set: 'a setting changed',
    restored: 'an earlier soul was restored',
    tooFewPoints: 'A curve is drawn from its second point on.',
    nothingKnown: (title: string) => `${title}: nothing is known yet.`,
    from: (title: string, first: string, firstStep: number, last: string, lastStep: number) =>
      `${title}: ${first} at step ${firstStep}, ${last} at step ${lastStep}.`,
  },
  noElement: (id: string) => `the page has no element "${id}"`,
  link: {
    badStatus: (status: number) => `The server answered with status ${status}.`,
    nobodyAnswers: 'Nobody answers: start `baby window` again, and open the address that it prints.',
    replyBroke: 'The reply broke off: the server is gone.',
    tooLarge: (count: string, most: string) =>
      `It has ${count}, and the page takes at most ${most}: use \`baby feed\`.`,
    fileLost: 'The file did not arrive: the connection broke off. Drop it once more.',
    stopped: 'It was stopped: nothing of it is kept.',
  },
  lineIsLost: 'the line is lost',
  feels: (mood: string) => `It feels ${mood}.`,
  colourMeans: 'left: the colour that it feels; right: the colour that it expects next',
  looksForLine: 'The line is lost: the page looks for it again.',
  alone: {
    isModel: 'A language model that speaks in this page.',
    speaks: (name: string, parameters: string, step: string) =>
      `${name} speaks in this page: ${parameters} parameters, step ${step}. Nothing that you say leaves it.`,
    soulMissing: 'The soul of this page is missing.',
  },
  sleep: {
    sure: 'Let it sleep? Click again',
    button: 'Let it sleep',
    wake: 'Wake it',
    isWaking: 'It is waking…',
    isAwake: 'It is awake.',
    asleep: 'It saved and fell asleep.',
    isAsleep: (speaks: boolean) => `It is asleep${speaks ? ': it speaks as it was, and learns nothing' : ''}.`,
  },
  colours: (theme: string) => `Colours: ${theme}. Click for the next.`,
} as const;
