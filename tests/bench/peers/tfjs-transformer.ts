/**
 * The `tfjs` brain in TensorFlow.js, of which babyLLM's is a twin: the same shapes, trained by Adam. It runs in a page where the library's
 * scripts were loaded; it imports nothing. What babyLLM does beside it is left out: colour, clipping, weight decay, an average of the weights.
 */

/** A tensor of the library, as far as it is used here. */
interface Tensor {
  readonly shape: readonly number[];
  data(): Promise<Float32Array>;
  dispose(): void;
}

interface Library {
  readonly version_core: string;
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor(values: ArrayLike<number>, shape: readonly number[], type?: string): Tensor;
  variable(initial: Tensor): Tensor;
  randomNormal(shape: readonly number[], mean: number, deviation: number): Tensor;
  ones(shape: readonly number[]): Tensor;
  oneHot(ids: Tensor, depth: number): Tensor;
  gather(table: Tensor, ids: Tensor): Tensor;
  add(a: Tensor, b: Tensor | number): Tensor;
  sub(a: Tensor, b: Tensor): Tensor;
  mul(a: Tensor, b: Tensor | number): Tensor;
  div(a: Tensor, b: Tensor | number): Tensor;
  matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
  reshape(x: Tensor, shape: readonly number[]): Tensor;
  transpose(x: Tensor, order: readonly number[]): Tensor;
  slice(x: Tensor, begin: readonly number[], size: readonly number[]): Tensor;
  sum(x: Tensor, axis?: number, keepDims?: boolean): Tensor;
  mean(x: Tensor, axis?: number, keepDims?: boolean): Tensor;
  square(x: Tensor): Tensor;
  rsqrt(x: Tensor): Tensor;
  tanh(x: Tensor): Tensor;
  relu(x: Tensor): Tensor;
  sigmoid(x: Tensor): Tensor;
  elu(x: Tensor): Tensor;
  softmax(x: Tensor): Tensor;
  tidy<T>(work: () => T): T;
  memory(): { readonly numTensors: number };
  readonly losses: { softmaxCrossEntropy(targets: Tensor, logits: Tensor): Tensor };
  readonly train: {
    adam(
      rate: number,
      beta1: number,
      beta2: number,
    ): { minimize(loss: () => Tensor, isReturned: boolean): Tensor | null };
  };
}

export interface PeerSizes {
  readonly attention: string;
  readonly norm: string;
  readonly feedForward: string;
  readonly vocabulary: number;
  readonly contextLength: number;
  readonly batch: number;
  readonly channels: number;
  readonly blocks: number;
  readonly heads: number;
  readonly feedForwardWidth: number;
}

export interface PeerSteps {
  readonly version: string;
  readonly milliseconds: readonly number[];
  readonly losses: readonly number[];
  /** tensors after the first step and after the last: where they differ, the program leaks */
  readonly tensors: readonly [number, number];
}

/** The decay of each head of linear attention, as babyLLM's: from 32 tokens to 4,096. */
const decayOf = (head: number, heads: number): number => 1 - 1 / (32 * 128 ** (heads === 1 ? 0.5 : head / (heads - 1)));

/**
 * Trains for some steps.
 * @param ids tokens of a text; chunks are taken from it one after another
 * @param hasGather whether the backend has the gradient of `gather`; else the table is read by a product with one-hot rows
 */
export async function peerSteps(
  tf: Library,
  backend: string,
  sizes: PeerSizes,
  ids: ArrayLike<number>,
  steps: number,
  hasGather: boolean,
): Promise<PeerSteps> {
  await tf.setBackend(backend);
  await tf.ready();
  const { vocabulary: V, contextLength: T, batch: B, channels: C, blocks, heads: H, feedForwardWidth: F } = sizes;
  const D = C / H;
  const weights = (...shape: number[]) => tf.variable(tf.randomNormal(shape, 0, 0.02));
  const table = tf.variable(tf.randomNormal([V, C], 0, 1 / Math.sqrt(C)));
  const layers = Array.from({ length: blocks }, () => ({
    norm1: tf.variable(tf.ones([C])),
    qkv: weights(C, 3 * C),
    out: weights(C, C),
    norm2: tf.variable(tf.ones([C])),
    up: weights(C, F),
    gate: sizes.feedForward === 'swiglu' ? weights(C, F) : undefined,
    down: weights(F, C),
  }));
  const last = tf.variable(tf.ones([C]));
  const waves = new Float32Array(T * C);
  const decays = new Float32Array(H * T * T);
  const future = new Float32Array(T * T);
  for (let t = 0; t < T; t++) {
    for (let c = 0; c < C; c++) {
      const angle = t / 10_000 ** ((2 * Math.floor(c / 2)) / C);
      waves[t * C + c] = c % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }
    for (let s = 0; s < T; s++) {
      future[t * T + s] = s > t ? -1e9 : 0;
      for (let h = 0; h < H; h++) decays[(h * T + t) * T + s] = s > t ? 0 : decayOf(h, H) ** (t - s);
    }
  }
  const places = tf.tensor(waves, [1, T, C]);
  const mask = tf.tensor(future, [1, 1, T, T]);
  const decay = tf.tensor(decays, [1, H, T, T]);

  const { add, sub, mul, div, matMul, reshape, transpose } = tf;
  const norm = (x: Tensor, gain: Tensor): Tensor => {
    const centred = sizes.norm === 'rms' ? x : sub(x, tf.mean(x, -1, true));
    const size = tf.rsqrt(add(tf.mean(tf.square(centred), -1, true), 1e-5));
    return mul(mul(centred, size), gain);
  };
  const gelu = (x: Tensor): Tensor => {
    const inner = mul(add(x, mul(mul(mul(x, x), x), 0.044715)), Math.sqrt(2 / Math.PI));
    return mul(mul(x, 0.5), add(tf.tanh(inner), 1));
  };
  /** x(B,T,N) · w(N,M) */
  const times = (x: Tensor, w: Tensor): Tensor => {
    const [n, m] = w.shape as [number, number];
    return reshape(matMul(reshape(x, [B * T, n]), w), [B, T, m]);
  };
  const attend = (qkv: Tensor): Tensor => {
    const part = (i: number) => transpose(reshape(tf.slice(qkv, [0, 0, i * C], [B, T, C]), [B, T, H, D]), [0, 2, 1, 3]);
    const [q, k, v] = [part(0), part(1), part(2)];
    const heard = (): Tensor => {
      if (sizes.attention !== 'linear')
        return matMul(tf.softmax(add(mul(matMul(q, k, false, true), 1 / Math.sqrt(D)), mask)), v);
      const scores = mul(matMul(add(tf.elu(q), 1), add(tf.elu(k), 1), false, true), decay);
      return div(matMul(scores, v), add(tf.sum(scores, -1, true), 1e-6));
    };
    return reshape(transpose(heard(), [0, 2, 1, 3]), [B, T, C]);
  };
  const logits = (inputs: Tensor): Tensor => {
    const read = hasGather ? tf.gather(table, inputs) : matMul(tf.oneHot(inputs, V), table);
    let x = add(mul(reshape(read, [B, T, C]), Math.sqrt(C)), places);
    for (const layer of layers) {
      x = add(x, times(attend(times(norm(x, layer.norm1), layer.qkv)), layer.out));
      const here = norm(x, layer.norm2);
      const up = times(here, layer.up);
      const activated = (): Tensor => {
        if (!layer.gate) return sizes.feedForward === 'relu' ? tf.relu(up) : gelu(up);
        const gate = times(here, layer.gate);
        return mul(mul(gate, tf.sigmoid(gate)), up);
      };
      x = add(x, times(activated(), layer.down));
    }
    return matMul(reshape(norm(x, last), [B * T, C]), table, false, true);
  };

  const adam = tf.train.adam(2e-3, 0.9, 0.99);
  const [milliseconds, losses, tensors]: [number[], number[], number[]] = [[], [], []];
  for (let step = 0; step < steps; step++) {
    const [inputs, targets] = [new Int32Array(B * T), new Int32Array(B * T)];
    for (let i = 0; i < B * T; i++) {
      const at = (step * B * T + i) % (ids.length - 1);
      inputs[i] = ids[at] as number;
      targets[i] = ids[at + 1] as number;
    }
    const began = performance.now();
    const here = tf.tensor(inputs, [B * T], 'int32');
    const next = tf.tidy(() => tf.oneHot(tf.tensor(targets, [B * T], 'int32'), V));
    const loss = adam.minimize(() => tf.losses.softmaxCrossEntropy(next, logits(here)), true) as Tensor;
    losses.push((await loss.data())[0] as number);
    for (const one of [here, next, loss]) one.dispose();
    milliseconds.push(performance.now() - began);
    tensors.push(tf.memory().numTensors);
  }
  return { version: tf.version_core, milliseconds, losses, tensors: [tensors[0] as number, tensors.at(-1) as number] };
}
