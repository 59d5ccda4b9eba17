/** Talking: `baby say`, `chat`, `corrections`, `unlearn`, `game`, and the lines of a baby where there is no terminal. */
export const conversationTexts = {
  chat: {
    description: 'talk with it in plain lines, awake or asleep; also from a pipe',
    conversation: 'another conversation beside the usual one',
    nameTooLong: (most: number) => `baby chat: --conversation should be a name of 1 to ${most} letters in one line.`,
    goodbye: (name: string) => `Goodbye. ${name} goes on learning.`,
    needsAwake: (command: string, name: string) =>
      `${command} needs ${name} awake, but it is asleep: wake it with \`baby wake\`.`,
    ways: '/help for more, Ctrl-D leaves.',
    isAsleep: (name: string, ways: string) => `${name} is asleep: it answers, but learns nothing. ${ways}`,
    isAwake: (name: string, step: string, ways: string) => `${name} is awake, at step ${step}. Say something; ${ways}`,
  },
  corrections: {
    description: 'the replies that you corrected, and whether it knows them by now; awake or asleep',
    unlearn: 'take a correction out again, and say what remains of it; awake or asleep',
    id: 'of the correction; `baby corrections` lists them',
    noSuch: (id: string) => `There is no correction ${id}: \`baby corrections\` lists all of them.`,
    whateverLearnt: 'whatever it learnt from it',
    learntReading: (times: string) => `what it learnt from it, reading it ${times},`,
    goBack: (soul: string, saved: string) =>
      `To be rid of that too, go back to a soul from before: \`baby soul back ${soul}\`, saved ${saved}.`,
    noSoulBefore: 'No soul from before it is kept any more to go back to.',
    neverRead: (id: string) => `Correction ${id} is taken out; it was never read, so nothing of it is in the weights.`,
    staysInWeights: (id: string, learnt: string, way: string) =>
      `Correction ${id} is taken out and never read again, but ${learnt} stays in its weights and fades only as it learns on. ${way}`,
    once: 'once',
    times: (count: string) => `${count} times`,
    none: 'There are no corrections: /fix in a chat, or e in the dashboard, puts better words in the place of a reply.',
  },
  game: {
    description: 'the talk-to-yourself game: a line of its library, its guess of the next, and yours, which it learns',
    rounds: 'lines to play (10)',
    seconds: 'the time to answer (20); silence halves it',
    seed: 'the same seed draws the same lines',
    rules: (name: string, seconds: number) =>
      `A line of its library; ${name} guesses how it goes on, then you have ${seconds} s to say how it should. ` +
      'It learns your answer. An empty line is silence; Ctrl-D leaves.',
    noSoul: 'It has no soul yet: try again in a moment.',
    cacheDamaged: 'The token cache of its library is damaged: the next wake rebuilds it.',
    played: (rounds: number, answered: number, likeness: string) =>
      `${rounds} ${rounds === 1 ? 'round' : 'rounds'}, ${answered} answered by you; its guesses were ${likeness} like what counted.`,
    nothing: '(nothing)',
    guesses: (name: string) => `${name} guesses:`,
    goesOn: (line: string) => `the library goes on: ${line}`,
    likeYours: (yours: string, library: string) =>
      `its guess was ${yours} like yours, and ${library} like the library's`,
    likeLibrary: (library: string) => `its guess was ${library} like that`,
    learnsYours: '; it learns yours.',
  },
  say: {
    description: 'say something to it and read its reply, awake or asleep',
    text: 'what you say',
    topK: 'draw from the n likeliest tokens only; 0 is all',
    topP: 'draw from the likeliest tokens that make up this share',
    minP: 'leave out tokens less likely than this share of the likeliest',
    repetitionPenalty: 'make recent tokens less likely; 1 is off',
    repetitionWindow: 'how many recent tokens the penalty looks back on',
    maxTokens: 'the longest reply',
    stop: 'end the reply before this text; may be given several times',
    noWords: 'baby say: some words were expected, but none came.',
    tooLong: (most: number, length: number) =>
      `baby say: at most ${most} characters can be said at once, but ${length} came.`,
  },
  fellAsleep: (name: string) => `${name} fell asleep: wake it with \`baby wake\`.`,
  tooLong: (most: number, length: number) => `At most ${most} characters can be said at once, but there are ${length}.`,
  noRightReply: 'The right reply was expected after /fix, but nothing came.',
  noReplyYet: 'There is no reply to correct yet.',
  replyLeft: 'The reply was left as it is.',
  events: {
    babbles: (step: string, text: string) => `babbles at step ${step}: ${text}`,
    exam: (step: string, bits: string, of: string) => `exam at step ${step}: ${bits} bits per byte of ${of}`,
    saved: (name: string, step: string, size: string, seconds: string) =>
      `saved ${name} at step ${step} (${size}, ${seconds} s)`,
    diary: (text: string) => `diary: ${text}`,
    asleep: (step: string) => `asleep at step ${step}`,
  },
} as const;
