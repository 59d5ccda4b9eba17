/** Which way is good, or neither. It decides the colour of a value among its own history. */
import { texts } from './texts.ts';
export type Polarity = 'higher' | 'lower' | 'neither';

export interface Statistic {
  /** what one unit of the number is, as a reader would say it */
  readonly unit: string;
  /** one sentence */
  readonly meaning: string;
  readonly polarity: Polarity;
  readonly draw: Draw;
}

/** How a statistic is written and drawn. */
export interface Draw {
  /** digits after the point; significant digits where `scientific` */
  readonly decimals: number;
  readonly scientific: boolean;
  /** a logarithmic axis */
  readonly log: boolean;
  /** the axis never shows less than this; null: as the data want */
  readonly range: readonly [low: number | null, high: number | null];
  /** what stands for a span of time: the mean of its values, or the last of them (for counters and settings) */
  readonly take: 'mean' | 'last';
}

const draw = (decimals: number, more: Partial<Draw> = {}): Draw => ({
  decimals,
  scientific: false,
  log: false,
  range: [null, null],
  take: 'mean',
  ...more,
});
const SHARE: Draw['range'] = [0, 1];
const UP: Draw['range'] = [0, null];

const of = (unit: string, meaning: string, polarity: Polarity, how: Draw): Statistic => ({
  unit,
  meaning,
  polarity,
  draw: how,
});
const channel = (which: string, of_: string): Statistic =>
  of('share', `The ${which} of the colour it ${of_}.`, 'neither', draw(3, { range: SHARE }));
const section = (meaning: string): Statistic => of('ms', meaning, 'lower', draw(2, { range: UP }));

/** Every statistic that has a name of its own. A total table: what is not here, and fits no family below, cannot be recorded. */
export const STATISTICS = {
  step: of('steps', 'Steps of learning done in this life.', 'higher', draw(0, { take: 'last' })),
  loss: of('nats per token', 'How surprised it was by the last step, on average.', 'lower', draw(3)),
  smoothLoss: of('nats per token', 'The loss, smoothed over about 50 steps.', 'lower', draw(3)),
  bitsPerByte: of('bits per byte', 'The smoothed loss of learning, in bits for each byte of text.', 'lower', draw(3)),
  exam: of('bits per byte', 'The exam on held-out text, which it never learns from.', 'lower', draw(3)),
  bestExam: of('bits per byte', 'The best exam so far, on what is held out now.', 'lower', draw(3, { take: 'last' })),
  tokensPerSecond: of('tokens/s', 'Tokens learnt in a second of being awake.', 'higher', draw(0, { range: UP })),
  learningRate: of(
    'per step',
    'How far one step may move a parameter.',
    'neither',
    draw(2, { scientific: true, log: true, take: 'last' }),
  ),
  gradientNorm: of('norm', 'The length of the whole gradient before it is clipped.', 'lower', draw(3, { log: true })),
  exact: of('share', 'Share of tokens whose most likely guess was right.', 'higher', draw(3, { range: SHARE })),
  tokens: of('tokens', 'Tokens learnt in this life.', 'higher', draw(0, { take: 'last' })),
  skippedSteps: of('steps', 'Steps left out since their gradient was no number.', 'lower', draw(0, { take: 'last' })),
  secondsAwake: of('s', 'Seconds awake, over all wakes.', 'higher', draw(0, { take: 'last' })),
  'colour.red': channel('red', 'feels: skill and excitement'),
  'colour.green': channel('green', 'feels: growth and being overstimulated'),
  'colour.blue': channel('blue', 'feels: calm, and being better than before'),
  'expected.red': channel('red', 'expects to feel'),
  'expected.green': channel('green', 'expects to feel'),
  'expected.blue': channel('blue', 'expects to feel'),
  saveMilliseconds: of('ms', 'Time that one save of its soul took.', 'lower', draw(0, { range: UP })),
  saveBytes: of('bytes', 'Size of one save of its soul.', 'neither', draw(0, { take: 'last' })),
  replyMilliseconds: of('ms', 'Time from a question to the end of its reply.', 'lower', draw(0, { range: UP })),
  replyFirstTokenMilliseconds: of(
    'ms',
    'Time from a question to the first token of its reply.',
    'lower',
    draw(0, { range: UP }),
  ),
  replyTokens: of('tokens', 'Length of one reply.', 'neither', draw(0, { range: UP })),
  temperature: of('temperature', 'How boldly it draws its words.', 'neither', draw(2, { take: 'last' })),
  passBar: of(
    'share',
    'Share of a passage that a perfectionist wants exactly right.',
    'neither',
    draw(2, { range: SHARE, take: 'last' }),
  ),
  passRate: of(
    'share',
    'Share of passages that passed, of all that were tried as a perfectionist.',
    'higher',
    draw(3, { range: SHARE, take: 'last' }),
  ),
  triesPerPassage: of(
    'tries',
    'Tries at a passage as a perfectionist, on average.',
    'lower',
    draw(2, { range: UP, take: 'last' }),
  ),
  tooDifficult: of('passages', 'Passages that were given up as too difficult.', 'lower', draw(0, { take: 'last' })),
  stride: of(
    'share',
    'Share of its steps that read something new; the others read a passage again.',
    'higher',
    draw(2, { range: SHARE, take: 'last' }),
  ),
  runsWon: of('runs', 'Runs of reading that went better than the run before.', 'higher', draw(0, { take: 'last' })),
  runsLost: of('runs', 'Runs of reading that went no better than the run before.', 'lower', draw(0, { take: 'last' })),
  memoryBytes: of('bytes', 'Memory that its process holds.', 'lower', draw(0, { range: UP })),
  'duration.step': section('Time from one step to the next, with all that came between.'),
  'duration.reading': section('Time of taking the next texts from the shelf, per step.'),
  'duration.forward': section('Time of guessing, from embedding to loss, per step.'),
  'duration.backward': section('Time of the gradients, per step.'),
  'duration.optimizer': section('Time of moving the parameters, per step.'),
  'duration.speaking': section('Time given to replies and babble, per step.'),
  'duration.feeling': section('Time of finding its colour, per step.'),
  'duration.saving': section('Time of saving its soul, per step.'),
  'duration.exam': section('Time of exams, per step.'),
  'duration.telling': section('Time of statistics, looking inside and all else, per step.'),
} as const satisfies Record<string, Statistic>;

/** Names with numbers or parts of the brain in them. Longest prefix first where two could fit. */
const FAMILIES: readonly { readonly example: string; readonly fits: RegExp; readonly is: Statistic }[] = [
  {
    example: 'lobe0.window3',
    fits: /^lobe\d{1,3}\.window\d{1,3}$/,
    is: of('tokens', 'Size of one window of one lobe.', 'neither', draw(1, { range: UP, take: 'last' })),
  },
  {
    example: 'lobe0.weight3',
    fits: /^lobe\d{1,3}\.weight\d{1,3}$/,
    is: of('share', 'How much the cerebellum listens to one window.', 'neither', draw(3, { take: 'last' })),
  },
  {
    example: 'lobe0.shortDecay',
    fits: /^lobe\d{1,3}\.(short|long)Decay$/,
    is: of('share', 'How much of a memory outlives a token, on average.', 'neither', draw(4, { range: SHARE })),
  },
  {
    example: 'lobe0.listenShort',
    fits: /^lobe\d{1,3}\.listen(Short|Long)$/,
    is: of('weight', 'How loud a memory is beside what is heard now.', 'neither', draw(3, { range: UP })),
  },
  {
    example: 'lobe0.gate',
    fits: /^lobe\d{1,3}\.gate$/,
    is: of('share', 'Share of the gates of a lobe that let through.', 'neither', draw(3, { range: SHARE })),
  },
  {
    example: 'norm.embed.table',
    fits: /^norm\.[\w.-]{1,80}$/,
    is: of('norm', 'The length of one parameter.', 'neither', draw(3, { log: true, take: 'last' })),
  },
  {
    example: 'gradient.embed.table',
    fits: /^gradient\.[\w.-]{1,80}$/,
    is: of('norm', 'The length of the gradient of one parameter.', 'lower', draw(3, { log: true })),
  },
  {
    example: 'duration.other',
    fits: /^duration\.[\w.-]{1,80}$/,
    is: section('Time of one section of a step.'),
  },
];

export type StatisticName =
  | keyof typeof STATISTICS
  | `lobe${number}.${'window' | 'weight'}${number}`
  | `lobe${number}.${'shortDecay' | 'longDecay' | 'listenShort' | 'listenLong' | 'gate'}`
  | `${'norm' | 'gradient' | 'duration'}.${string}`;

/** Which part of the brain a name is about, as people count; '' where it is about none. @example placeOf('lobe0.window3') // 'lobe 1, window 4' */
export function placeOf(name: string): string {
  const [, lobe] = /(?:^|\.)lobe(\d+)\./.exec(name) ?? [];
  const [, window] = /\.(?:window|weight)(\d+)$/.exec(name) ?? [];
  const counted = (what: string, number: string | undefined): string[] =>
    number === undefined ? [] : [`${what} ${Number(number) + 1}`];
  return [...counted('lobe', lobe), ...(lobe === undefined ? [] : counted('window', window))].join(', ');
}

/** The statistic of a name, or undefined for a name that is none. */
export function findStatistic(name: string): Statistic | undefined {
  if (Object.hasOwn(STATISTICS, name)) return STATISTICS[name as keyof typeof STATISTICS];
  return FAMILIES.find(({ fits }) => fits.test(name))?.is;
}

/** The statistic of a name; throws one sentence with the names that are like it. */
export function statistic(name: string): Statistic {
  const found = findStatistic(name);
  if (found) return found;
  const known = [...Object.keys(STATISTICS), ...FAMILIES.map(({ example }) => example)];
  const like = known.filter((other) => near(other, name)).slice(0, 4);
  throw new Error(
    texts.names.notCalled(
      JSON.stringify(name.slice(0, 60)),
      like.length > 0 ? `there is ${like.join(', ')}` : texts.names.forExample(known.slice(0, 4).join(', ')),
    ),
  );
}

const near = (known: string, asked: string): boolean => {
  const [a, b] = [known.toLowerCase(), asked.toLowerCase()];
  return b.length > 1 && (a.includes(b) || b.includes(a) || a.slice(0, 4) === b.slice(0, 4));
};

/** A value as a reader sees it, without its unit: `3.142`, `3.0e-4`, `1,234`; `–` for what is no number. */
export function formatValue(name: string, value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  const { decimals, scientific } = statistic(name).draw;
  if (scientific) return value === 0 ? '0' : value.toExponential(decimals - 1).replace('e+', 'e');
  const fixed = value.toFixed(decimals);
  if (Math.abs(value) < 1000) return fixed;
  const [whole, rest] = fixed.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return rest === undefined ? grouped : `${grouped}.${rest}`;
}

/**
 * They tell of the texts that it learns and is examined on. When the held-out text is another, it learns other texts too, and what these
 * were before says nothing about what they are now.
 */
export const OF_TEXTS: ReadonlySet<string> = new Set([
  ...['exam', 'bestExam', 'loss', 'smoothLoss', 'bitsPerByte', 'exact', 'gradientNorm'],
]);
