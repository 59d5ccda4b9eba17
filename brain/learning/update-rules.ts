import type { Group, Parameter, Parameters } from '../engine/parameters.ts';
import { type Block, each, type Recording, type Variable } from '../engine/recording.ts';
import type { Tensor } from '../engine/tensor.ts';
import { isMuons, MUON_MOMENTUM, muonRoom, recordMuon } from './muon.ts';
import { overChunks, type Wide, type WideRoom, widened } from './short-blocks.ts';

export const OPTIMIZERS = ['adamw', 'adam', 'sgd', 'momentum', 'muon'] as const;
export type OptimizerName = (typeof OPTIMIZERS)[number];

/** One way to turn gradients into changes of weights. */
interface UpdateRule {
  /** what it is, for `baby config` and notes */
  readonly about: string;
  /** its own peak rate beside AdamW's, as measured on the starter texts (school/EXPERIMENTS.md, 2026-11-30) */
  readonly rateFactor: number;
  /** what its moments mean: rules of one meaning can go on with the other's */
  readonly moments: 'adam' | 'none' | 'velocity' | 'muon';
  /** Records a step over all learnt parameters. `factor[1]` is what gradients are multiplied with first. */
  record(r: Recording, parameters: Parameters, factor: Tensor): void;
}

/** Adam's small number below the line. */
const EPSILON = 1e-8;
const GROUPS = ['decayed', 'plain'] as const;

/** The variables that a step reads. */
const variablesOf = (r: Recording) => ({
  rate: r.variable('rate'),
  decay: r.variable('weightDecay'),
  beta1: r.variable('beta1'),
  beta2: r.variable('beta2'),
  correction1: r.variable('correction1'),
  correction2: r.variable('correction2'),
});
type StepVariables = ReturnType<typeof variablesOf>;

/** The numbers of one block that a step is taken over, as float32. */
type Part = (kind: Block) => Tensor;

function adamwCall(r: Recording, size: number, part: Part, factor: Tensor, v: StepVariables, decay: Variable | number) {
  r.call('adamw', each(size), [
    part('weights'),
    part('gradients'),
    part('firstMoments'),
    part('secondMoments'),
    factor,
    v.rate,
    v.beta1,
    v.beta2,
    EPSILON,
    decay,
    v.correction1,
    v.correction2,
  ]);
}

/** Some of the decayed group as float32, while `record` records what changes its weights and moments. */
function withWide(r: Recording, first: number, size: number, room: WideRoom, record: (part: Part) => void): void {
  const wide: Wide[] = [];
  record((kind) => {
    if (kind === 'weights' || kind === 'average') return r.part(r.block(kind, 'decayed'), first, size);
    const made = widened(r, kind, first, size, room);
    wide.push(made);
    return made.tensor;
  });
  for (const { kind, keep } of wide) if (kind !== 'gradients') keep();
}

/** Calls `record` for each group that holds anything, in parts where its numbers must be widened; `decay` falls on matrices only. */
function overGroups(
  r: Recording,
  record: (size: number, part: Part, decay: Variable | number) => void,
  v: StepVariables,
) {
  const room: WideRoom = {};
  overChunks(r, 0, r.block('weights', 'decayed').size, (first, size) =>
    withWide(r, first, size, room, (part) => record(size, part, v.decay)),
  );
  const { size } = r.block('weights', 'plain');
  if (size > 0) record(size, (kind) => r.block(kind, 'plain'), 0);
}

/** Neighbours in memory of which `belongs` says the same. */
function* runsOf(parameters: Parameters, group: Group, belongs: (one: Parameter) => boolean) {
  const { offset, size } = parameters.layOut()[group];
  const all = [...parameters.all.values()].filter((one) => one.group === group).sort((a, b) => a.offset - b.offset);
  let from = 0;
  for (const [i, one] of all.entries()) {
    const next = all[i + 1];
    if (next && belongs(next) === belongs(one) && !belongs(one)) continue;
    const to = next ? next.offset - offset : size;
    yield { from, size: to - from, one, belongs: belongs(one) };
    from = to;
  }
}

export const UPDATE_RULES: { readonly [N in OptimizerName]: UpdateRule } = {
  adamw: {
    about: 'AdamW (Loshchilov & Hutter 2019)',
    rateFactor: 1,
    moments: 'adam',
    record(r, _, factor) {
      const v = variablesOf(r);
      overGroups(r, (size, part, decay) => adamwCall(r, size, part, factor, v, decay), v);
    },
  },
  adam: {
    about: 'Adam (Kingma & Ba 2015), without weight decay',
    rateFactor: 1,
    moments: 'adam',
    record(r, _, factor) {
      const v = variablesOf(r);
      overGroups(r, (size, part) => adamwCall(r, size, part, factor, v, 0), v);
    },
  },
  sgd: {
    about: 'gradient descent without memory',
    rateFactor: 200,
    moments: 'none',
    record(r, _, factor) {
      const v = variablesOf(r);
      overGroups(
        r,
        (size, part, decay) => r.call('sgd', each(size), [part('weights'), part('gradients'), factor, v.rate, decay]),
        v,
      );
    },
  },
  momentum: {
    about: "gradient descent with Nesterov's momentum, as PyTorch has it",
    rateFactor: 40,
    moments: 'velocity',
    record(r, _, factor) {
      const v = variablesOf(r);
      overGroups(
        r,
        (size, part, decay) => {
          const arrays = [part('weights'), part('gradients'), part('firstMoments'), factor] as const;
          r.call('momentum', each(size), [...arrays, v.rate, v.beta1, decay]);
        },
        v,
      );
    },
  },
  muon: {
    about: 'Muon (Jordan 2024) on hidden matrices, AdamW on the rest',
    rateFactor: 2.5,
    moments: 'muon',
    record(r, parameters, factor) {
      const v = variablesOf(r);
      const room = muonRoom(r, parameters);
      const wideRoom: WideRoom = {};
      for (const group of GROUPS)
        for (const { from, size, one, belongs } of runsOf(parameters, group, isMuons)) {
          if (group === 'plain') {
            adamwCall(r, size, (kind) => r.part(r.block(kind, group), from, size), factor, v, 0);
            continue;
          }
          const inChunks = (record: (size: number, part: Part, at: number) => void) =>
            overChunks(r, from, belongs ? one.size : size, (first, size) =>
              withWide(r, first, size, wideRoom, (part) => record(size, part, first - from)),
            );
          if (!belongs || !room) {
            inChunks((size, part) => adamwCall(r, size, part, factor, v, v.decay));
            continue;
          }
          const [rows, cols] = one.shape as [number, number];
          const whole = (kind: Block) => r.part(r.block(kind, group), from, one.size);
          const direction = (into: Tensor) =>
            inChunks((size, part, at) => {
              const moved = [part('gradients'), part('firstMoments'), factor, MUON_MOMENTUM] as const;
              r.call('nesterov', each(size), [...moved, r.part(into, at, size)]);
            });
          const matrix = { weights: whole('weights'), direction, rows, cols };
          recordMuon(r, room.spare ? matrix : { ...matrix, spare: whole('secondMoments') }, room, v);
        }
    },
  },
};
