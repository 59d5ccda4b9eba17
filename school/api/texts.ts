/** Every sentence that the contract of a baby says: what parameters should be, what became of a request, and what is wrong with the line. */
export const apiTexts = {
  grown: {
    by: {
      lobe: 'a lobe',
      neurons: 'more neurons in every lobe',
      words: 'new words',
    },
    newWords: (texts: string, words: string, now: string, before: string) =>
      `It has learnt to read ${texts} by ${words} new words, and has ${now} parameters instead of ${before}.`,
    larger: (by: string, before: string, now: string) =>
      `It has grown by ${by}, from ${before} to ${now} parameters, and says what it said before.`,
  },
  dream: {
    speaksAlone: (brains: number) => `Its dream speaks alone from now on, in the place of ${brains} siblings.`,
    begins: (brains: number) =>
      `It dreams: one more brain learns what ${brains} expect together, and they go on speaking until it is better.`,
  },
  undone: (what: string, sentence: string) => `Undone: ${what}. ${sentence}`,
  askUndo: (what: string, ago: string, sentence: string) => `Undo ${what}, done ${ago}? ${sentence}`,
  weight: {
    hasAlready: (text: string, weight: number) => `${text} has the weight ${weight} already.`,
    undo: '`baby undo` takes this back.',
    none: (text: string, undo: string) => `${text} is not read any more; its held-out part stays in the exam. ${undo}`,
    asOthers: (text: string, undo: string) => `${text} is read as often as other texts from now on. ${undo}`,
    times: (text: string, weight: number, undo: string) =>
      `${text} is read ${weight} times as often as texts of weight 1 from now on. ${undo}`,
  },
  removed: {
    gone: (name: string) =>
      `${name} is taken out of the library, and its tokens with it; \`baby undo\` brings it back.`,
    neverRead: (gone: string) =>
      `${gone} It was never read in its turn, so that next to nothing of it is in the weights.`,
    readPart: (percent: number) => `about ${percent} % of it, once`,
    readTimes: (times: string, tokens: string) => `it about ${times} times (${tokens} tokens)`,
    olderSoul: (soul: string, ago: string) =>
      `To be rid of that too, go back to a soul from before: \`baby soul back ${soul}\`, saved ${ago}.`,
    noOlderSoul: 'No soul from before it is kept any more to go back to.',
    wasRead: (gone: string, often: string, way: string) =>
      `${gone} Its weights have read ${often}: what they learnt of it stays, and fades only as it learns on. ${way}`,
  },
  params: {
    text: (longest: number) => `a text of at most ${longest} characters`,
    name: 'a name of 1 to 200 characters',
    oneOf: (names: string) => `one of ${names}`,
    textOrFolder: 'the name of a text or folder',
    passages: 'a list of at most 256 passages',
    ids: 'a list of at most 4096 ids',
    percent: 'from 0 to 100',
    path: 'a path of at most 4096 characters',
    rank: 'a whole number from 1 to 1024',
    positive: 'a number above 0',
    events: 'a list of events',
    count: 'a whole number of 0 or more',
    method: 'the name of a method',
    twitchUser: 'a login name or a user id of Twitch',
    seed: 'a whole number from 0 to 4294967295',
    trueOrFalse: 'true or false',
    stopTexts: 'a list of up to 16 texts of 1 to 200 characters',
    topLogprobs: 'a whole number from 0 to 20',
    memory: 'all, public or none',
    prompt: (turns: number, characters: number) =>
      `a text, or a list of 1 to ${turns} turns, of at most ${characters} characters in all`,
    conversation: (beginning: string) => `a name that begins with ${beginning}`,
  },
  writtenDown: 'It is written down.',
  wentBack: (name: string, step: string) => `It went back to ${name} and goes on from step ${step}.`,
  keptForEver: (soul: string, name: string) => `${soul} is kept for ever, as ${name}.`,
  noNameAnyMore: (soul: string) => `${soul} has no name any more.`,
  examined: (step: string, bitsPerByte: string, of: string) =>
    `At step ${step} it needs ${bitsPerByte} bits per byte of ${of}.`,
  saved: (soul: string, step: string) => `It saved ${soul} at step ${step}.`,
  habit: {
    learns: (tokens: string) =>
      ` It learns ${tokens} tokens while it is awake, and its library waits until then: \`baby habit list\` shows how far it is.`,
    isNew: (name: string, learns: string) => `The habit ${name} is there, and on.${learns}`,
    nothingToLearn: (name: string) =>
      ` It has nothing to learn yet: \`baby set habits.chat ${name}\` lets it learn what you correct in chats (/fix).`,
    imported: (name: string, origin: string, learns: string) => `The habit ${name} is there.${origin}${learns}`,
    isForeign: ' It was learnt elsewhere: what it does to this baby shows when it speaks.',
    isOn: (name: string) => `The habit ${name} is on: it counts from the next reply.`,
    isOff: (name: string) => `The habit ${name} is off: from the next reply it is as if there were none.`,
    saidInPublic:
      ' It learnt in private: the weights may say words of that in public too, as they may of anything that they know.',
    isMerged: (name: string) =>
      `The habit ${name} is part of the weights now: it cannot be switched off or forgotten any more, but \`baby undo\` goes back to the soul before.`,
    keptBySouls: (souls: string, isOne: boolean) =>
      ` ${souls} older ${isOne ? 'soul holds' : 'souls hold'} it until newer ones take their place.`,
    isForgotten: (name: string, kept: string) =>
      `The habit ${name} is forgotten: its weights never changed, so it is as if it had never been.${kept} \`baby undo\` brings it back, as long as it lies in the trash.`,
  },
  siblings: {
    dream: 'the dream',
    eldest: 'the eldest',
  },
  line: {
    tooMuchSaid: (longest: number, characters: number) =>
      `At most ${longest} characters can be said at once, but there are ${characters}.`,
    notJson: 'Lines of JSON were expected from the baby, but something else came.',
    broke: (why: string) => `The line to the baby broke: ${why}.`,
    ended: 'The baby fell asleep, or its process ended, before it answered.',
    noAnswer: (seconds: number) =>
      `An answer was expected within ${seconds} seconds, but the baby's process does not pick up.`,
    otherVersion: (own: number, its: number, version: string) =>
      `This babyLLM speaks version ${own} of the line, but the baby that is awake speaks ${its} (babyLLM ${version}): use the same version for both.`,
    closed: 'The line to the baby is closed.',
    asleep: 'The baby is asleep: wake it with `baby wake`.',
    cannotBeOpened: (why: string) => `The baby's line cannot be opened: ${why}.`,
    badRequest: (request: string) => `A request should be one line of JSON, but ${request} came.`,
    tooManyRequests: (most: number) => `${most} requests are open already: wait for their answers.`,
    nestedTooDeeply: 'A request is nested too deeply to be read.',
    partsTooLong: (most: number) =>
      `A text that is sent in parts should have at most ${most} characters, but it has more.`,
    didYouMean: (meant: string) => `did you mean "${meant}"?`,
    methodsAre: (methods: string) => `the methods are ${methods}.`,
    noSuchMethod: (method: string, advice: string) => `There is no method ${method}; ${advice}`,
    tooLong: (most: number) => `A line of at most ${most} bytes was expected, but more came.`,
    tooManyClients: (most: number) => `${most} programs look at this baby already: close one of them, and try again.`,
    socketTaken: (path: string) =>
      `${path} should be free, but a process that does not hold the home listens on it: end that one first.`,
    noSocket: (path: string, why: string) => `A socket was expected at ${path}, but it cannot be made: ${why}.`,
  },
} as const;
