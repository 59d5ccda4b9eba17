/** What every setting means, in one line, with its unit: the texts of `baby config`, `baby set` and the dashboard. */

/** The titles of the groups in which settings are listed. */
export const groupTexts = {
  baby: 'The baby',
  learning: 'Learning',
  voice: 'Voice',
  memory: 'Memory and corrections',
  sources: 'Sources: how much it reads from each, in proportion',
  rituals: 'Rituals',
  dashboard: 'Dashboard',
  machine: 'Machine, saves and exams',
  twitch: 'Twitch',
} as const;

/** What a 0 means, where it is no amount. */
export const zeroTexts = {
  byPreset: 'as the preset says',
  off: 'off',
} as const;

export const meaningTexts = {
  name: { means: 'its name, as it stands in [name]: text' },
  owner: { means: 'your name, as it stands in [name]: text' },
  brain: { means: 'the kind of brain; fixed at the first wake' },
  preset: { means: 'the size of the brain; fixed at the first wake' },
  seed: { means: 'where all randomness begins: the same seed and library give the same baby' },
  contextLength: {
    means: 'tokens read at once in each stream; may change later, unless the brain has learnt a position for each',
    unit: 'tokens',
    zero: zeroTexts.byPreset,
  },
  batch: { means: 'streams of text read side by side; may change later', unit: 'streams', zero: zeroTexts.byPreset },
  vocabulary: {
    means: 'size of the tokenizer, for kinds that learn parts of words',
    unit: 'tokens',
    zero: zeroTexts.byPreset,
  },
  taughtBy: { means: 'the home of a baby with the same tokenizer, which teaches it what to expect; empty: none' },
  tokenizer: {
    means:
      'what its tokens are; file: the tokenizer.json of its home (`baby new --tokenizer <file>`); fixed at the first wake',
  },
  trim: { means: 'whether only tokens that the library uses get an id; fixed at the first wake' },
  optimizer: {
    means:
      'what turns gradients into changes of weights; another one begins with moments of 0, but for adamw and adam, which share theirs',
  },
  learningRate: { means: 'how far a step moves the weights, at its peak', zero: zeroTexts.byPreset },
  schedule: {
    means:
      'what lowers the learning rate: exams (living), nothing (constant), or a curve over steps behind the warm-up',
  },
  scheduleSteps: {
    means: 'steps until linear and cosine arrive at a tenth of the rate, where they stay',
    unit: 'steps',
    zero: zeroTexts.byPreset,
  },
  warmupSteps: { means: 'steps until the learning rate reaches its peak', unit: 'steps', zero: zeroTexts.byPreset },
  weightDecay: { means: 'how strongly weights are pulled towards 0; adam has none' },
  beta1: { means: 'how slowly the mean of the gradients follows (adamw, adam, momentum)' },
  beta2: { means: 'how slowly the mean of their squares follows (adamw, adam)' },
  clipBy: { means: 'how gradients are shortened: all together by their norm, or each unit beside its weights (agc)' },
  clip: { means: 'longer gradients are shortened to this norm, where clipBy is norm' },
  agcRatio: { means: 'how long the gradient of a unit may be, as a share of the length of its weights (agc)' },
  generalise: {
    means:
      'how hard it is kept from knowing texts by heart; off, light and strong set dropout, labelSmoothing and weightDecay together, auto leaves them to you and its exams',
  },
  labelSmoothing: {
    means:
      'the share of every target that is spread over all tokens while it learns; the loss that is shown is the plain one',
    zero: zeroTexts.off,
  },
  scheduledSampling: {
    means: 'the share of what it reads that is replaced by its own guesses; it rises over the first reading',
    zero: zeroTexts.off,
  },
  'reading.packing': {
    means:
      'continuous: chunks go on from text to text; documents: each chunk holds one text, and neither memories nor attention reach into the next',
  },
  'reading.stride': {
    means:
      'tokens from the beginning of a chunk to that of the next; less than a chunk: texts are learnt in overlapping windows',
    unit: 'tokens',
    zero: 'a whole chunk',
  },
  'study.without': { means: 'organs of its brain left out for study, with | between them; they rest until back' },
  accumulation: { means: 'parts of a step whose gradients are added up before the weights change' },
  'learning.storage': { means: 'what gradients are stored as; with bf16 and f16 learning takes a fifth less memory' },
  heldOut: { means: 'the share of the library that is never learnt, for exams; decided when a text is first seen' },
  'dropout.embedding': {
    means: 'the share of each embedded token that is left out by chance while it learns, at most',
    zero: zeroTexts.off,
  },
  'dropout.lobe': { means: 'the same of what lobes and blocks say', zero: zeroTexts.off },
  'dropout.residual': { means: 'the same of what they add to what was there', zero: zeroTexts.off },
  'grow.most': { means: 'brains that learn one after the other and speak as one, at most; 1: an only child' },
  'grow.dreams': { means: 'whether one more brain learns what all of them expect together, once they rest' },
  'perfectionist.tries': { means: 'how often a passage is tried again until it is better known', zero: zeroTexts.off },
  'perfectionist.lowest': { means: 'the lowest share of exact tokens that is enough for a passage' },
  'perfectionist.highest': { means: 'the highest share of exact tokens that is asked of a passage' },
  'difficulty.run': {
    means: 'passages of a run; a worse run makes the next read more of them twice',
    zero: zeroTexts.off,
  },
  'difficulty.least': { means: 'the least share of steps that read something new' },
  'retry.nonFinite': { means: 'steps in a row that are not finite before the last soul is restored', unit: 'steps' },
  'voice.temperature': {
    means:
      'how boldly words are drawn; 0 takes the likeliest, auto is the one at which its exams foresee held-out text best',
  },
  'voice.topK': { means: 'draw from this many likeliest tokens', unit: 'tokens', zero: zeroTexts.off },
  'voice.topP': { means: 'draw from the likeliest tokens that make up this share; 1 is off' },
  'voice.minP': { means: 'leave out tokens less likely than this share of the likeliest', zero: zeroTexts.off },
  'voice.repetitionPenalty': { means: 'how much less likely a token becomes that was just said; 1 is off' },
  'voice.repetitionWindow': { means: 'how far the repetition penalty looks back', unit: 'tokens' },
  'voice.maxTokens': { means: 'the longest reply', unit: 'tokens' },
  'voice.storage': {
    means:
      'what the large matrices are stored as for speaking: f16 and bf16 take half the memory of f32, q8_0 about a quarter; a large brain speaks faster',
  },
  'sources.library': { means: 'the texts of the library, in order' },
  'sources.random': { means: 'the texts of the library, at random places' },
  'sources.letters': { means: 'the folder letters/ of the library, once more' },
  'sources.answers': { means: 'answers to questions; only the answers are learnt' },
  'sources.dialogues': {
    means:
      'dialogues of the starter texts, where the library does not hold them, so that it can hold a conversation; up to four times as much beside a small library',
  },
  'sources.corrections': { means: 'replies that you corrected; only with memory.consolidate' },
  'sources.reflections': { means: 'dialogues about its own statistics' },
  'sources.scribe': { means: "the scribe's comments" },
  'sources.chat': { means: 'what you say in chats; only with memory.consolidate' },
  'sources.api': { means: 'what you say through programs, with api.learn; only with memory.consolidate' },
  'sources.twitch': { means: 'words of people on Twitch who opted in; only with memory.consolidate' },
  'memory.chats': { means: 'whether what you say in one conversation from now on speaks in others too' },
  'memory.consolidate': {
    means:
      'whether the weights learn corrections, chats, words from programs and from Twitch, which then cannot be forgotten exactly, and by heart the few answers of a fed text',
  },
  'memory.megabytes': { means: 'what the memory of the library may take; of more, the newest texts', unit: 'MB' },
  'habits.chat': {
    means: 'the habit that learns what you correct and say in chats, and nothing else does; "" for none',
  },
  'habits.twitch': { means: 'the habit that learns words of people on Twitch who opted in, and nothing else does' },
  'reflection.seconds': {
    means: 'time between two reflections, counted in steps: 32 for a second, whatever the machine',
    unit: 'seconds',
    zero: zeroTexts.off,
  },
  'scribe.chance': {
    means: 'the chance that the scribe comments on a guess; it looks at one every 8 steps, about four a second',
    zero: zeroTexts.off,
  },
  'milestones.seconds': {
    means: 'time between two rounds of the same questions',
    unit: 'seconds',
    zero: zeroTexts.off,
  },
  'milestones.tokens': { means: 'the longest answer of a milestone', unit: 'tokens' },
  'milestones.prompts': { means: 'the questions, with | between them' },
  'journal.ask': { means: 'whether the dashboard asks once a day what you are learning' },
  'view.mouse': { means: 'whether the dashboard takes clicks and the wheel; text is then selected with Shift held' },
  'view.notify': { means: 'how the dashboard tells of a milestone: a bell, or a message of the desktop' },
  'view.theme': { means: 'palette of the dashboard; auto asks the terminal for its background' },
  'api.port': {
    means:
      'the port at which an awake baby answers programs of this machine, as OpenAI and Ollama do, with the token of its home',
    zero: 'none',
  },
  'api.learn': { means: 'whether it remembers what you say through programs; it never learns from friends' },
  threads: { means: 'threads that calculate', zero: 'one for each core, at most 8' },
  kernels: { means: 'which kernels calculate; auto takes the fastest that work here' },
  saveSeconds: { means: 'time between two saves', unit: 'seconds' },
  examSeconds: { means: 'time between two exams', unit: 'seconds' },
  babbleSeconds: { means: 'time between two things that it says to itself', unit: 'seconds' },
  soulGigabytes: {
    means: 'space of all souls together',
    unit: 'GB',
    zero: 'the smaller of 2 GB and 5 % of free space',
  },
  'twitch.channel': { means: 'the channel that is joined at each wake; empty: none' },
  'twitch.clientId': { means: 'client id of your public application at dev.twitch.tv' },
  'twitch.learn': { means: 'whether people who opted in are learnt from; nobody else ever is' },
  'twitch.retentionHours': { means: 'how long words of people who opted in are kept', unit: 'hours' },
  'twitch.prefix': { means: 'the sign before a command in chat' },
  'twitch.commands': { means: 'words that call each command in chat' },
  'twitch.ignored': { means: 'other bots that are neither answered nor learnt from' },
  'twitch.userSeconds': { means: 'time between two answers to one person', unit: 'seconds' },
  'twitch.channelSeconds': { means: 'time between two answers in the channel', unit: 'seconds' },
  'twitch.queue': { means: 'questions that may wait' },
  'twitch.staleSeconds': { means: 'after this time a question is not answered any more', unit: 'seconds' },
  'twitch.memoryMinutes': { means: 'how long a talk with one person is remembered, in memory only', unit: 'minutes' },
  'twitch.answerTokens': { means: 'the longest answer', unit: 'tokens' },
  'twitch.tries': { means: 'how often it may try to say something that is allowed' },
  'twitch.studySeconds': { means: 'time between two lines that are handed on to be learnt', unit: 'seconds' },
  'twitch.guardMegabytes': { means: 'memory of the guard that keeps private texts private', unit: 'MB' },
  'twitch.hello': { means: 'what it says when it joins a channel; empty: nothing' },
  'twitch.privacyLink': { means: 'where people can read what is done with their words' },
  'twitch.server': { means: "address of Twitch's chat" },
  'twitch.idServer': { means: "address of Twitch's login" },
} as const;

/** What settings mean that bear the name of a text, or belong to the shape of one kind of brain. */
export const namedMeaningTexts = {
  textWeight: (name: string) => `how often ${name} is read, beside texts of weight 1`,
  neverRead: 'never',
  ofShape: (about: string) => `${about}; fixed at the first wake`,
} as const;
