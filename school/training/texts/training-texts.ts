/** Every sentence that training says: of exams, growth, siblings and dreams, habits, and why a brain cannot be changed. */
export const trainingTexts = {
  exams: {
    noHeldOutText:
      'there is no held-out text to be examined on: put a text of at least 400 characters into the library',
    emptyText: 'the text is empty: there is nothing to be examined on',
    givenText: 'the text given',
    all: (HELD_OUT: string) => `all ${HELD_OUT}`,
    cannotBeCompared: (tokens: number, before: number) => `exams of ${tokens} and ${before} tokens cannot be compared`,
  },
  dream: {
    noDreamYet:
      'there is no dream yet that could take the place of its siblings: `baby dream` begins one, and it must be as good as it gets',
    learnsFromSiblings: (isAlone: boolean) =>
      `a dream learns from siblings, and ${isAlone ? 'there is one brain' : 'there is none'} that has learnt what it can: \`baby siblings\` shows them`,
    alone: 'the dream speaks alone',
    together: 'the dream speaks with all others',
    never: 'the dream does not speak',
    fromNowOn: (speaks: string, others: string, dream: string, together: string) =>
      `${speaks} from now on: the others need ${others} bits per token, the dream ${dream}, all together ${together}`,
    goesOnByItself: 'it goes on when all have read that',
    goesOnByCommand: '`baby dream` goes on with it',
    brokenOff: (tokens: string, again: string) =>
      `the dream is broken off after ${tokens} tokens, since there is something new to read: ${again}`,
    isGood: (tokens: string, alone: string, brains: number, together: string) =>
      `the dream is as good as it gets, after ${tokens} tokens: alone it needs ${alone} bits per token, all ${brains} together ${together}`,
  },
  siblings: {
    letGo: (sibling: string, betterOrWorse: string, gain: string, noise: string) =>
      `${sibling} is let go: with it they foresee ${betterOrWorse} by ${gain} bits per token, and chance alone makes ${noise}`,
    rests: (sibling: string, tokens: string) => `${sibling} rests as it was at its best, after ${tokens} tokens`,
    knowAll: (brains: number) => `${brains === 1 ? 'it has' : `all ${brains} have`} learnt what can be learnt here`,
    wakes: (sibling: string) => `${sibling} wakes: there is something that it has not read`,
    begins: (sibling: string) =>
      `${sibling} begins to learn: the others have learnt what they can, and together they foresee better`,
  },
  // what it does, as `Stats.doing`: views recognise these words
  doing: {
    knowsAllThis: 'knows all this',
    siblingGrows: 'a sibling is growing',
  },
  growth: {
    bornSize: (brain: string) =>
      `a ${brain} brain keeps the size with which it was born: only a baby brain can grow in size`,
    wouldHave: (parameters: string) => `it would have ${parameters} parameters`,
    wouldHaveEach: (brains: number, parameters: string) =>
      `its ${brains} brains would have ${parameters} parameters each`,
    roomFor: (most: number, born: string) =>
      `${most} ${most === 1 ? 'brain' : 'brains'} of the ${born} with which it was born`,
    allowMore: (enough: number) => `: \`baby set grow.most ${enough}\` allows it`,
    noRoom: (now: string, room: string, advice: string) => `${now}, and grow.most leaves room for ${room}${advice}`,
    stillBetter: (tokens: string) => `after ${tokens} tokens it still foresees better from exam to exam`,
    nothingBetter: 'nothing gets better any more at this size',
    growsBy: (why: string, libraryTokens: string, parameters: string, by: string) =>
      `${why}, and its library of ${libraryTokens} tokens is large for ${parameters} parameters: it grows by ${by}`,
    stays: (gain: string, noise: string) =>
      `it stays as large as it is: in two readings it gained ${gain} bits per token, and chance alone makes ${noise}`,
    takenBack: (gain: string, noise: string) =>
      `growing is taken back: in two readings it gained ${gain} bits per token, and chance alone makes ${noise}`,
  },
  steering: {
    overfits: (tokens: string) =>
      `what it never read got worse over ${tokens} tokens: it begins to know its texts by heart`,
    rests: (tokens: string) => `nothing got better over ${tokens} tokens, and the rate was lowered before`,
    slower: (tokens: string, rate: number) =>
      `nothing got better over ${tokens} tokens: it learns at ${rate} of its rate from now on`,
  },
  consolidation: {
    what: (corrections: number, answers: number) =>
      [
        corrections === 1 ? 'a correction' : `${corrections} corrections`,
        answers === 1 ? 'an answer of a text' : `${answers} answers of texts`,
      ]
        .filter((_, i) => [corrections, answers][i]! > 0)
        .join(' and '),
    learnt: (what: string, tokens: string, cost: string, unknown: number) =>
      `the weights that speak learnt ${what} from ${tokens} tokens and foresee unread text ${cost}${unknown === 0 ? '' : `; ${unknown} are not known yet`}`,
    refused: (what: string, tokens: string, cost: string) =>
      `the weights did not learn ${what}: after ${tokens} tokens they would foresee unread text ${cost}; the memory answers`,
    cost: (percent: string, isWorse: boolean) => `${percent} % ${isWorse ? 'worse' : 'better'}`,
    fromNextWake: 'the weights learn corrections from the next wake on',
  },
  words: {
    fixedVocabulary: (brain: string, kind: string) =>
      `the vocabulary of a ${brain} brain with a tokenizer of the kind ${kind} stays as it is: only a baby brain with the kind bpe learns new words`,
    tooFewNew: (vocabularySize: number, most: number) =>
      `its vocabulary of ${vocabularySize} stays as it is: there are too few new words in these texts, or it is ${most} times the first one already`,
  },
  habits: {
    otherBrain: (habit: string, its: string, own: string) =>
      `the habit ${habit} changes a ${its} brain, and this one is a ${own} brain`,
    otherVocabulary: (habit: string) =>
      `the habit ${habit} was learnt with another vocabulary, in which its lessons mean other words`,
    doesNotFit: (habit: string, why: string) => `the habit ${habit} does not fit this brain: ${why}`,
    badNumbers: (habit: string) => `the habit ${habit} holds numbers that are none: it cannot be used`,
    isNoSoul: 'is no soul',
    isNoHabit: 'is no habit',
    unreadableHeader: 'this file is no habit: what stands in its header cannot be read',
    holdsOther: 'this file is no habit: it holds something else',
    nameTaken: (name: string) => `there is a habit ${name} already: choose another name, or forget it first`,
    tooMany: (most: number) => `a baby has at most ${most} habits: forget or merge one first`,
    brainGone: (name: string) =>
      `the brain that learnt the habit ${name} is not there any more: it can only be forgotten`,
    learnsElsewhere: (habit: string, sibling: string) =>
      `the brain of the habit ${habit} is not there any more: ${sibling} learns its lessons now`,
    isOffWithoutBrain: (habit: string) =>
      `the habit ${habit} is off: the brain that it changes is not there any more, and it holds no lessons that another one could learn`,
    learnsAgain: (habit: string) =>
      `the habit ${habit} lost some of its lessons, since its brain changed, and learns them again`,
    badName: (name: string) =>
      `a habit is called by 1 to 40 letters, digits, - and _, and begins with a letter or digit; ${name} came`,
    learns: (name: string, tokens: string) => `the habit ${name} learns ${tokens} tokens; its library waits until then`,
    isLearnt: (name: string, loss: string, steps: string) =>
      `the habit ${name} is learnt: ${loss} nats per token, after ${steps} steps`,
    noRoom: 'there is no room for habits in this brain',
    tooLong: (name: string, most: string, came: string) =>
      `the habit ${name} can learn at most ${most} tokens, and this would be ${came}: feed long texts to its library with \`baby feed\``,
    badRank: (most: number, rank: number) =>
      `the rank of a habit of this brain must be a whole number from 1 to ${most}, and ${rank} came`,
    noSuchHabit: (name: string) => `there is no habit ${name}: \`baby habit list\` shows all of them`,
    differentSiblings: (one: string, other: string) =>
      `the habits ${one} and ${other} belong to different siblings, which cannot both speak alone: switch ${other} off first`,
  },
  model: {
    inAll: (inAll: string, parameters: string, own: string, learning: string, rest: string) =>
      `${inAll} ${parameters}  parameters ${own}, gradients and moments ${learning}, activations and memories ${rest}`,
    sizeStays: (key: string, wished: number | undefined, size: number, why: string) =>
      `${key} is ${wished} in baby.json, and stays ${size}: ${why}`,
  },
  noReplyToCorrect: 'there is no reply to correct: it must have said something in this conversation a short while ago',
  modelNotForLearning: 'a lesson needs a model that was built for learning',
} as const;
