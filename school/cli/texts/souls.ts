/** Souls and brains: `baby soul`, `undo`, `exam`, `near`, `grow`, `dream` and `siblings`. */
export const soulTexts = {
  dream: {
    description: 'make one brain of all siblings, which learns what they expect together; awake or asleep',
    alone: 'alone: let the dream of before take the place of the siblings',
    more: `Siblings expect better together than any of them alone, and each of them costs time and memory. A dream is one brain of the same size
that learns from all of them, while it is awake, until exams get no better. The siblings speak until it foresees better than all of them
together; then it speaks alone. It dreams by itself once all siblings have learnt what they can, unless \`baby set grow.dreams off\`;
a new text breaks the dream off until it is read. A small machine wants the dream only: \`baby dream alone\` lets the siblings go.
\`baby undo\` brings them back. \`baby siblings\` shows all brains.`,
  },
  undoable: (done: string) => `${done} \`baby undo\` takes it back.`,
  exam: {
    description: 'how well it foresees text that it never learnt, in bits per byte (less is better)',
    text: 'examine this text instead of the part of its library that is held out',
    bitsPerByte: (bits: string, of: string, step: string, nats: string, tokens: string, size: string) =>
      `${bits} bits per byte on ${of} at step ${step} (${nats} nats per token; ${tokens} tokens, ${size})`,
    alone: (sibling: string, bits: string) => `${sibling} alone: ${bits} bits per byte`,
    withMemory: (bits: string) => `with its memory of the library: ${bits} bits per byte`,
    asItReads: (bits: string) => `… and of what it reads as it goes: ${bits} bits per byte`,
    teacher: (name: string, bits: string) => `its teacher ${name}, by its weights: ${bits} bits per byte`,
    corrected: (byMemory: number, of: number, inOtherForms: string, byWeights: number) =>
      `corrected questions answered so: ${byMemory} of ${of} by its memory (${inOtherForms} in other forms), ${byWeights} of ${of} by the weights alone`,
    ofForms: (right: number, forms: number) => `${right} of ${forms}`,
    others: (byMemory: number, byWeights: number, of: number) =>
      `other questions answered with a correction: ${byMemory} of ${of} by its memory, ${byWeights} of ${of} by the weights alone`,
    cannotBeExamined: (path: string, why: string) => `${path} cannot be examined: ${why}.`,
    noFile: 'it is no file',
    isEmpty: 'it is empty',
    tooLarge: (size: string, most: string) => `it has ${size}, and at most ${most} are examined at once`,
    noText: 'it is no text',
    noWords: 'it holds no words',
  },
  grow: {
    description: 'make its brain larger, without a change of what it says; awake or asleep',
    how: 'a lobe more, more neurons in every lobe, or words of texts that are spelt out; as it suits its size if left out',
    more: `What is new of a brain says nothing at first, and learns to: so nothing that it knows is lost, and \`baby undo\` goes back to the smaller
one. A baby brain grows by itself where its library has more tokens than it has parameters, and exams still get better. How many
parameters there may be in all: \`baby set grow.most\`, in brains of the size at birth. A text that its vocabulary spells out, as of another
language, gets words of its own when it comes into the library.`,
  },
  near: {
    description: 'the tokens that it takes for most alike to a word, from its newest soul; awake or asleep',
    word: 'a word or a piece of one',
    lines: 'how many of them (12)',
    noTable: (soul: string) => `${soul} holds no table of tokens that can be compared.`,
  },
  siblings: {
    description: 'the brains of which it is made: who learns, who rests, who speaks; awake or asleep',
    onlyChild: 'It is an only child: a sibling begins when it has learnt what it can from its library.',
    more: `When a brain has learnt what it can from the library, it rests as it was at its best, and another begins; all speak as one. How well
each foresees alone, and all together, says \`baby exam\`. How many there may be: \`baby set grow.most\`.`,
  },
  soul: {
    description: 'the souls it can wake from; going back to an earlier one; keeping one for ever; awake or asleep',
    name: 'back, release: a soul by its name, its step, what it is kept as, or best; keep: what to call it',
    which: 'keep: which soul, if not the one of now',
    listTakesNone: (came: string) => `\`baby soul list\` takes no name, but ${came} came.`,
    takesOne: (action: string, came: string) => `\`baby soul ${action}\` takes one name, but ${came} came.`,
    backNeedsName: 'Which soul it should go back to was expected: its name, its step, or best; see `baby soul list`.',
    keepNeedsName: 'A name was expected for the soul to be kept: `baby soul keep "before the chat"`.',
    releaseNeedsName: 'Which soul should lose its name was expected; see `baby soul list`.',
    noneExamined: 'no soul that was examined',
    noneNamed: (name: string) => `no soul ${name}`,
    notThere: (what: string, folder: string) => `There is ${what} in ${folder}: \`baby soul list\` shows all of them.`,
    wentBack: (name: string, step: string, copy: string) =>
      `It went back to ${name} and goes on from step ${step}, as ${copy}.`,
    newestAlready: (name: string) => `${name} is the newest already: its next wake goes on from it.`,
    goesBackAtWake: (name: string, step: string, copy: string) =>
      `Its next wake goes on from ${name}, step ${step}; nothing was removed, and its copy is ${copy}.`,
    hasNoName: (name: string) => `${name} has no name.`,
    branches: 'Those whose name ends in .1, .2, … go on from an earlier soul.',
    noneYet: (folder: string) => `There is no soul in ${folder} yet: \`baby wake\` begins its life.`,
    more: `Souls thin out with their age, like backups: all of the last 10 minutes, then one every 10 minutes for an hour, one an hour for
a day, one a day for a month, one a week for ever; and one before each of the last acts of its owner. Together they take 2 GB,
or a twentieth of what is free on the disk where that is less (soulGigabytes); one with a name is kept for ever.

Examples:
  $ baby soul keep "before the chat"
  $ baby soul back "before the chat"
  $ baby soul release "before the chat"`,
  },
  undo: {
    description:
      'undo your last act: a feeding, a correction, a setting, growing, going back, removing a text; awake or asleep',
    id: 'the number of another act; --list shows them',
    list: 'what can be undone, newest first',
    noNumber: (came: string) => `The number of an act was expected, such as 3, but ${came} came: see --list.`,
    takenBack: (done: string) => `${done} \`baby undo\` takes this back.`,
    undoneBy: (id: number) => `undone by ${id}`,
    staysAsItIs: 'It stays as it is.',
    more: `An undoing is an act too: a second \`baby undo\` takes it back. What costs learning goes back to the soul before the act, and says
how many steps that costs. What was learnt from anything else since is lost with them.`,
  },
} as const;
