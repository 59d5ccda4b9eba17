/**
 * Every kernel the mind is made of: a total table. `plain.ts` is the slow truth; each twin (SIMD, BLAS, …) must pass the
 * same suite, and forgetting one is a compile error.
 *
 * All numbers live in one memory. An address counts elements for `plain.ts` and bytes for WebAssembly: `Backend.unit` says
 * which; address 0 means "none". Token ids are stored as floats too (exact up to 2^24), so that there is one memory of one kind.
 *
 * Every kernel begins with `from, to`: the share of its work axis that this thread does. Threads get disjoint shares of one
 * call, and no output element is written by two of them. A result never depends on where the shares are cut (but for products
 * by a foreign library: theirs is the same whenever the cuts are).
 *
 * `accumulate`: 0 writes the output, 1 adds to it.
 */
type Address = number;
type Size = number;
type Flag = number;

// biome-ignore format: as the table below
type Matmul = (
  from: number, to: number, a: Address, b: Address, bias: Address, c: Address,
  m: Size, n: Size, k: Size, accumulate: Flag, byColumns: Flag, scratch: Address,
) => void;

// biome-ignore format: a table is read in rows
export interface Kernels {
  // ── matrices (matmul.ts): work axis is rows of c, or its columns where byColumns is set ──────────────────────────────
  /** c(m,n) = a(m,k)·b(k,n) + bias(n) */
  matmulNN: Matmul;
  /** c(m,n) = a(m,k)·b(n,k)ᵀ + bias(n) */
  matmulNT: Matmul;
  /** c(m,n) = a(k,m)ᵀ·b(k,n) + bias(n) */
  matmulTN: Matmul;
  /** c(m,n) = a(m,k)·b(n,k)ᵀ + bias(n) of a few rows, each to the last bit what matmulNT makes of it alone; work axis: columns of c */
  matmulEachNT(from: number, to: number, a: Address, b: Address, bias: Address, c: Address, m: Size, n: Size, k: Size): void;

  // ── matrices stored shorter than float32; `type` is one of STORAGE_CODE (storage.ts says what lies where) ──
  /** y = x(rows,cols), stored; x[r,c] lies at r·rowStride + c·colStride; work axis: rows */
  storeRows(from: number, to: number, x: Address, y: Address, rows: Size, cols: Size, rowStride: Size, colStride: Size, type: Size, scratch: Address): void;
  /** y(ids,cols) = table(rows,cols)[ids[i]] of a stored table; work axis: ids */
  gatherStored(from: number, to: number, ids: Address, table: Address, y: Address, rows: Size, cols: Size, type: Size, scratch: Address): void;
  /** y(rows,count) = columns first … first+count−1 of a stored table(rows,cols); first is a multiple of 32; work axis: rows */
  readStored(from: number, to: number, table: Address, y: Address, rows: Size, cols: Size, first: Size, count: Size, type: Size, scratch: Address): void;
  /** c(m,n) = a(m,k)·b(n,k)ᵀ + bias(n) with b stored; work axis: columns of c. One row times q8_0 rounds a at 2⁻¹⁶ of the largest of each 32 */
  matmulStored(from: number, to: number, a: Address, b: Address, bias: Address, c: Address, m: Size, n: Size, k: Size, type: Size, scratch: Address): void;
  /** c(m,n) (+)= a(m,k)·b(k,n) with b stored; work axis: columns of c */
  matmulStoredNN(from: number, to: number, a: Address, b: Address, c: Address, m: Size, n: Size, k: Size, accumulate: Flag, type: Size, scratch: Address): void;

  // ── arrays of halves, one behind the other: f16 as IEEE has it, or bf16; work axis is elements ──
  /**
   * y (+)= x, as halves, rounded to nearest. Where `noise` is not 0, bf16 is rounded up or down by chance instead, so that the mean of many
   * roundings is x: the lower half of element i plus the lower half of hash(noise + (first + i)·SPREAD) carries into the upper half, or does not.
   */
  shorten(from: number, to: number, x: Address, y: Address, type: Size, accumulate: Flag, noise: number, first: Size): void;
  /** y = x, of halves */
  widen(from: number, to: number, x: Address, y: Address, type: Size): void;

  // ── pointwise: work axis is elements ────────────────────────────────────────────────────────────────────────────────
  /** y = value */
  fill(from: number, to: number, y: Address, value: number): void;
  /** y (+)= factor·x */
  scaleInto(from: number, to: number, x: Address, factor: number, y: Address, accumulate: Flag): void;
  /** y = a + b */
  add(from: number, to: number, a: Address, b: Address, y: Address): void;
  /** y = scale·x + shift */
  affine(from: number, to: number, x: Address, scale: number, shift: number, y: Address): void;
  /** y (+)= a⊙b */
  multiplyInto(from: number, to: number, a: Address, b: Address, y: Address, accumulate: Flag): void;
  /** y (+)= s[0]·x */
  scaleByInto(from: number, to: number, s: Address, x: Address, y: Address, accumulate: Flag): void;
  /** y = min(max(x, low), high) */
  clamp(from: number, to: number, x: Address, low: number, high: number, y: Address): void;
  /** dx (+)= dy where low ≤ x ≤ high, else 0 */
  clampBackward(from: number, to: number, x: Address, low: number, high: number, dy: Address, dx: Address, accumulate: Flag): void;
  /** y = 1 / (1 + e^−x) */
  sigmoid(from: number, to: number, x: Address, y: Address): void;
  /** dx (+)= dy·y·(1 − y) */
  sigmoidBackward(from: number, to: number, y: Address, dy: Address, dx: Address, accumulate: Flag): void;
  /** y = x·Φ(x), exact form: x/2·(1 + erf(x/√2)) */
  gelu(from: number, to: number, x: Address, y: Address): void;
  /** the same, and slope = Φ(x) + x·φ(x), its derivative: found on the way, so that going back is one product */
  geluWithSlope(from: number, to: number, x: Address, y: Address, slope: Address): void;
  /** y = x·σ(2u), u = √(2/π)·(x + 0.044715·x³): the tanh form of gelu, x/2·(1 + tanh u), as OpenAI's GPT-2 has it */
  geluTanh(from: number, to: number, x: Address, y: Address): void;
  /** the same, and slope = s + x·s·(1 − s)·2u' with s = σ(2u), its derivative */
  geluTanhWithSlope(from: number, to: number, x: Address, y: Address, slope: Address): void;
  /** y = max(x, 0) */
  relu(from: number, to: number, x: Address, y: Address): void;
  /** dx (+)= dy where y > 0, else 0 */
  reluBackward(from: number, to: number, y: Address, dy: Address, dx: Address, accumulate: Flag): void;
  /** y = gate⊙σ(gate)⊙up: SwiGLU's gate (Shazeer 2020) */
  swiglu(from: number, to: number, gate: Address, up: Address, y: Address): void;
  /** dgate (+)= dy⊙up⊙s⊙(1 + gate⊙(1 − s)) with s = σ(gate), dup (+)= dy⊙gate⊙s */
  swigluBackward(from: number, to: number, gate: Address, up: Address, dy: Address, dgate: Address, dup: Address, accumulateGate: Flag, accumulateUp: Flag): void;
  /** y = x − length·⌊x/length⌋, for x ≥ 0 */
  wrap(from: number, to: number, x: Address, length: number, y: Address): void;
  /**
   * Inverted dropout (Srivastava et al. 2014): y (+)= x / (1 − p) where the mask is 1, 0 elsewhere; p = `rate` rounded to a whole number of
   * 256ths, 255 at most. The mask is no memory: element i asks byte i mod 4 of hash(key, ⌊i/4⌋) (plain/dropout.ts), with key the hash
   * of seed, step and call; it is kept where that byte is at least 256·p. So the way back, called with the same four numbers, draws it again.
   */
  dropout(from: number, to: number, x: Address, y: Address, rate: number, seed: number, step: number, call: number, accumulate: Flag): void;

  // ── reductions ──────────────────────────────────────────────────────────────────────────────────────────────────────
  /** out[0] (+)= Σ a·b over `count` elements. One worker: from..to is 0..1. */
  dot(from: number, to: number, a: Address, b: Address, count: Size, out: Address, accumulate: Flag): void;
  /** y(cols) (+)= Σ_rows x(rows,cols); work axis: columns */
  sumRows(from: number, to: number, x: Address, y: Address, rows: Size, cols: Size, accumulate: Flag): void;
  /** y(blocks) = Σ of squares of each block of `block` elements of x(count); work axis: blocks. Fixed blocks keep sums equal for any thread count. */
  sumSquares(from: number, to: number, x: Address, y: Address, count: Size, block: Size): void;
  /** out = [norm, factor]: norm = scale·√(Σ partials); factor = scale·min(1, limit/norm); no limit where limit ≤ 0. One worker. */
  clipFactor(from: number, to: number, partials: Address, count: Size, limit: number, scale: number, out: Address): void;

  // ── rows ────────────────────────────────────────────────────────────────────────────────────────────────────────────
  /** y = gamma⊙(x − mean)/√(var + 1e-5) + beta by row; keeps mean(rows) and inverse deviation(rows). gamma, beta may be 0 (none). */
  layerNorm(from: number, to: number, x: Address, gamma: Address, beta: Address, y: Address, mean: Address, inverse: Address, cols: Size): void;
  /** dx (+)= gradient of layerNorm for its input; work axis: rows */
  layerNormBackward(from: number, to: number, x: Address, gamma: Address, mean: Address, inverse: Address, dy: Address, dx: Address, cols: Size, accumulate: Flag): void;
  /** dgamma(cols) (+)= Σ dy⊙x̂, dbeta(cols) (+)= Σ dy; work axis: columns. dbeta may be 0. */
  layerNormBackwardAffine(from: number, to: number, x: Address, mean: Address, inverse: Address, dy: Address, dgamma: Address, dbeta: Address, rows: Size, cols: Size, accumulateGamma: Flag, accumulateBeta: Flag): void;
  /** y = gamma⊙x/√(mean x² + epsilon) by row (Zhang & Sennrich 2019); keeps inverse(rows) = 1/√(mean x² + epsilon) */
  rmsNorm(from: number, to: number, x: Address, gamma: Address, y: Address, inverse: Address, cols: Size, epsilon: number): void;
  /** dx (+)= gradient of rmsNorm for its input; work axis: rows */
  rmsNormBackward(from: number, to: number, x: Address, gamma: Address, inverse: Address, dy: Address, dx: Address, cols: Size, accumulate: Flag): void;
  /** dgamma(cols) (+)= Σ_rows dy⊙x·inverse; work axis: columns */
  rmsNormBackwardAffine(from: number, to: number, x: Address, inverse: Address, dy: Address, dgamma: Address, rows: Size, cols: Size, accumulate: Flag): void;
  /** y = softmax of each row of x(rows,cols); work axis: rows */
  softmax(from: number, to: number, x: Address, y: Address, cols: Size): void;
  /** dx (+)= y⊙(dy − Σ dy⊙y) by row; work axis: rows */
  softmaxBackward(from: number, to: number, y: Address, dy: Address, dx: Address, cols: Size, accumulate: Flag): void;
  /** y = x/Σx over `count` elements. One worker. */
  shares(from: number, to: number, x: Address, y: Address, count: Size): void;
  /** dx (+)= (dy − Σ dy⊙y)/Σx. One worker. */
  sharesBackward(from: number, to: number, x: Address, y: Address, dy: Address, dx: Address, count: Size, accumulate: Flag): void;
  /**
   * losses(rows) = logsumexp − logit[target]; keeps logsumexp(rows); best(rows) = argmax; work axis: rows.
   * objective(rows) = losses + ε·(logit[target] − mean of all logits), the loss where a share ε of the target is spread over all ids
   * (label smoothing, Szegedy et al. 2016), ε = `smoothing`; where that is 0 it is the loss, whatever the logits are.
   */
  crossEntropy(from: number, to: number, logits: Address, targets: Address, losses: Address, objective: Address, logsumexp: Address, best: Address, cols: Size, smoothing: number): void;
  /** gradient of objective: dlogits (+)= weights[row]·(softmax − (1−ε)·onehot(target) − ε/cols); work axis: rows */
  crossEntropyBackward(from: number, to: number, logits: Address, targets: Address, logsumexp: Address, weights: Address, dlogits: Address, cols: Size, smoothing: number, accumulate: Flag): void;
  /** losses(rows) = Σ soft⊙(logsumexp[row] − logits): cross-entropy with soft(rows,cols) as targets; work axis: rows */
  softCrossEntropy(from: number, to: number, logits: Address, soft: Address, logsumexp: Address, losses: Address, cols: Size): void;
  /** dlogits (+)= weights[row]·(softmax − soft), where each row of soft sums to 1; work axis: rows */
  softCrossEntropyBackward(from: number, to: number, logits: Address, soft: Address, logsumexp: Address, weights: Address, dlogits: Address, cols: Size, accumulate: Flag): void;
  /** x_row ← x_row / clamp(‖x_row‖, low, high), in place; work axis: rows */
  projectRows(from: number, to: number, x: Address, cols: Size, low: number, high: number): void;

  // ── tables and streams ──────────────────────────────────────────────────────────────────────────────────────────────
  /** y(rows,cols) = table[ids[row]]; work axis: rows */
  gather(from: number, to: number, ids: Address, table: Address, y: Address, cols: Size): void;
  /** dtable[ids[row]] += dy[row] (all `vocabulary` rows are cleared first where accumulate is 0); work axis: columns */
  scatterAdd(from: number, to: number, ids: Address, dy: Address, dtable: Address, rows: Size, cols: Size, vocabulary: Size, accumulate: Flag): void;
  /** y(B,T,C) = x(B,T,C) + v(B,C) for every t; work axis: rows (B·T) */
  addPerStream(from: number, to: number, x: Address, v: Address, y: Address, time: Size, cols: Size): void;
  /** dv(B,C) (+)= Σ_t dy(B,T,C); work axis: rows of dv (B) */
  sumPerStream(from: number, to: number, dy: Address, dv: Address, time: Size, cols: Size, accumulate: Flag): void;
  /** next(B,H,N) = the last H rows of [history(B,H,N) ; x(B,T,N)]; next may be history; work axis: streams (B) */
  shiftHistory(from: number, to: number, history: Address, x: Address, next: Address, length: Size, time: Size, cols: Size): void;

  // ── windows of time: shape(K,3) holds per window [whole lags n, fraction f of lag n, divisor r] ────────────────────
  // heard_k[t] = r_k·(Σ_{lag<n_k} x[t−lag] + f_k·x[t−n_k]); y[t] = Σ_k mix(K,N)_k ⊙ heard_k[t]; x[−1…−H] is history, older is 0.
  /** y(B,T,N); sums(B,H+T+1,N) keeps the running sums over [history; x]; work axis: neurons of all streams (B·N) */
  windows(from: number, to: number, x: Address, history: Address, shape: Address, mix: Address, sums: Address, y: Address, time: Size, length: Size, cols: Size, kinds: Size): void;
  /** dx (+)= gradient for x (none for history); tails(B,T+1,N) is room for running sums of dy; work axis: neurons of all streams */
  windowsBackward(from: number, to: number, shape: Address, mix: Address, dy: Address, tails: Address, dx: Address, time: Size, cols: Size, kinds: Size, accumulate: Flag): void;
  /** of each stream apart: dmix(B,K,N), and parts(B,N,K,2) = gradients of [f, r]; work axis: neurons of all streams */
  windowsBackwardMix(from: number, to: number, x: Address, history: Address, shape: Address, mix: Address, sums: Address, dy: Address, dmix: Address, parts: Address, time: Size, length: Size, cols: Size, kinds: Size): void;
  /** the real-valued windows of the baby brain: size w = clamp(e^logSize, 1, largest); n = ⌊w⌋, f = w − n, r = 1/w. One worker. */
  windowShape(from: number, to: number, logSize: Address, shape: Address, kinds: Size, largest: number): void;
  /** dlogSize (+)= w·(Σ_cols ∂f − Σ_cols ∂r / w²), 0 where clamped. One worker. */
  windowShapeBackward(from: number, to: number, logSize: Address, parts: Address, dlogSize: Address, kinds: Size, cols: Size, largest: number, accumulate: Flag): void;
  /** the windows of the original: size(logSize, fractionality), n = clamp(⌈size⌉, 1, most), f = 0, r = 1/size. One worker. */
  seedWindowShape(from: number, to: number, logSize: Address, fractionality: Address, shape: Address, kinds: Size, most: number): void;
  /** gradients of seedWindowShape for both of its inputs. One worker. */
  seedWindowShapeBackward(from: number, to: number, logSize: Address, fractionality: Address, parts: Address, dlogSize: Address, dfractionality: Address, kinds: Size, cols: Size, most: number, accumulate: Flag): void;

  // ── memories ────────────────────────────────────────────────────────────────────────────────────────────────────────
  /** y[t] = d⊙y[t−1] + (1 − d)⊙x[t], d = σ(decay(N)), y[−1] = before(B,N); after(B,N) = y[T−1]; work axis: neurons of all streams (B·N) */
  scan(from: number, to: number, x: Address, decay: Address, before: Address, y: Address, after: Address, time: Size, cols: Size): void;
  /** dx (+)=, and of each stream apart ddecay(B,N); needs x, before and y of the forward pass; work axis: neurons of all streams */
  scanBackward(from: number, to: number, x: Address, decay: Address, before: Address, y: Address, dy: Address, dx: Address, ddecay: Address, time: Size, cols: Size, accumulateX: Flag): void;
  /** p(rows,4,N) = softmax over the 4 of clamp(x(rows,4,N), −30, 30); work axis: rows */
  gateSoftmax(from: number, to: number, x: Address, p: Address, cols: Size): void;
  /** dx (+)= gradient of gateSoftmax; work axis: rows */
  gateSoftmaxBackward(from: number, to: number, x: Address, p: Address, dp: Address, dx: Address, cols: Size, accumulate: Flag): void;
  /** y(rows,N) (+)= p(rows,4,N)[:,gate,:] ⊙ v(rows,N); v has one row for all where `shared` is 1; work axis: rows */
  gated(from: number, to: number, p: Address, gate: Size, v: Address, y: Address, cols: Size, shared: Flag, accumulate: Flag): void;
  /** dp[:,gate,:] (+)= dy ⊙ v; work axis: rows */
  gatedBackward(from: number, to: number, v: Address, gate: Size, dy: Address, dp: Address, cols: Size, shared: Flag, accumulate: Flag): void;
  /** y(rows,N) = (heard + alpha(N)⊙short + beta(N)⊙long)⊙gelu(open); work axis: rows */
  gatedMemory(from: number, to: number, heard: Address, short: Address, long: Address, alpha: Address, beta: Address, open: Address, y: Address, cols: Size): void;
  /** each gradient (+)= by its own flag: dheard d = dy⊙gelu(open), dshort alpha⊙d, dlong beta⊙d, dopen dy⊙(heard + …)⊙gelu'(open); of each block of `block` rows apart dalpha(blocks,N) = Σ d⊙short, dbeta(blocks,N) = Σ d⊙long; work axis: blocks */
  gatedMemoryBackward(from: number, to: number, heard: Address, short: Address, long: Address, alpha: Address, beta: Address, open: Address, dy: Address, dheard: Address, dshort: Address, dlong: Address, dopen: Address, dalpha: Address, dbeta: Address, rows: Size, cols: Size, block: Size, accumulateHeard: Flag, accumulateShort: Flag, accumulateLong: Flag, accumulateOpen: Flag): void;

  // ── attention: qkv(B,T,(H+2G)·D) holds H heads of queries, then G heads of keys, then G of values, each head D wide; C = H·D ──
  // p[t,j] = softmax over j ≤ t of q[t]·k[j]/√D; y[t] = Σ_{j≤t} p[t,j]·v[j]. H/G query heads in a row share a head of keys and values:
  // grouped-query attention (Ainslie et al. 2023), or plain multi-head attention where G = H. `heads` is H, `kvHeads` is G.
  /** y(B,T,C); keeps logsumexp(B,H,T) of the scores, from which backward finds p again; work axis: query heads of all streams (B·H) */
  attention(from: number, to: number, qkv: Address, y: Address, logsumexp: Address, time: Size, heads: Size, kvHeads: Size, depth: Size, scratch: Address): void;
  /** dqkv(B,T,(H+2G)·D) (+)= gradient of attention; work axis: heads of keys of all streams (B·G), since the query heads of a group add up */
  attentionBackward(from: number, to: number, qkv: Address, y: Address, logsumexp: Address, dy: Address, dqkv: Address, time: Size, heads: Size, kvHeads: Size, depth: Size, accumulate: Flag, scratch: Address): void;
  /** y(T,C) of T tokens of one stream that follow position[0] others, whose keys and values are the first rows of past(L,2·G·D); work axis: query heads (H) */
  attentionCached(from: number, to: number, qkv: Address, past: Address, position: Address, y: Address, time: Size, length: Size, heads: Size, kvHeads: Size, depth: Size, scratch: Address): void;
  /** past(L,cols)[position[0] + t] = the last `cols` of x(T,width)[t]; what falls beyond the last row is left out; work axis: rows (T) */
  appendToCache(from: number, to: number, x: Address, position: Address, past: Address, width: Size, length: Size, cols: Size): void;

  // ── queries and keys of qkv(rows,(H+2G)·D) before attention; `heads` is H, `kvHeads` G, `depth` D. Work axis: rows ──────────────
  /** y = qkv with rmsNorm over each head of queries, by queries(D), and of keys, by keys(D); keeps inverse(rows,H+G) */
  headNorm(from: number, to: number, x: Address, queries: Address, keys: Address, y: Address, inverse: Address, heads: Size, kvHeads: Size, depth: Size, epsilon: number): void;
  /** dx (+)= gradient of headNorm for qkv */
  headNormBackward(from: number, to: number, x: Address, queries: Address, keys: Address, inverse: Address, dy: Address, dx: Address, heads: Size, kvHeads: Size, depth: Size, accumulate: Flag): void;
  /** dgamma(D) (+)= Σ dy⊙x·inverse over all rows and the heads first … first+count−1; work axis: columns (D) */
  headNormBackwardAffine(from: number, to: number, x: Address, inverse: Address, dy: Address, dgamma: Address, rows: Size, first: Size, count: Size, heads: Size, kvHeads: Size, depth: Size, accumulate: Flag): void;
  /**
   * Rotary positions (Su et al. 2021): of the first `heads` heads of a row, each pair (a, b) = (x[d], x[d+D/2]) becomes
   * y (+)= (a·cos − direction·b·sin, b·cos + direction·a·sin); the rest of the row stays. Row i stands at place i mod time + position[0]
   * (position may be 0: none), and table(places,D) holds a place's D/2 cosines, then its sines. Direction −1 turns back, as gradients go.
   */
  rope(from: number, to: number, x: Address, table: Address, position: Address, y: Address, time: Size, heads: Size, depth: Size, cols: Size, direction: number, accumulate: Flag): void;

  // ── standard attention: as `attention`, with the whole matrix p(B,H,T,T) kept: 0 where j > t. Only to compare with; it is no faster ──
  /** y(B,T,C) and p; work axis: query heads of all streams (B·H) */
  standardAttention(from: number, to: number, qkv: Address, y: Address, p: Address, time: Size, heads: Size, kvHeads: Size, depth: Size, scratch: Address): void;
  /** dqkv(B,T,(H+2G)·D) (+)= gradient of standardAttention; work axis: heads of keys of all streams (B·G) */
  standardAttentionBackward(from: number, to: number, qkv: Address, p: Address, dy: Address, dqkv: Address, time: Size, heads: Size, kvHeads: Size, depth: Size, accumulate: Flag, scratch: Address): void;

  // ── linear attention (Katharopoulos et al. 2020): qkv as above; φ(x) = elu(x) + 1; decays(G) holds γ of each head of keys, ½ < γ ≤ 1 ──
  // S[t] = γ·S[t−1] + φ(k[t])·v[t]ᵀ, z[t] = γ·z[t−1] + φ(k[t]); y[t] = φ(q[t])ᵀS[t] / (φ(q[t])·z[t] + 1e-6). before and after (B,G,D+1,D)
  // hold S, and behind its rows z. Work axis: heads of keys of all streams (B·G)
  /** y(B,T,C), the state after the last token, and sums(B,H,T), the denominators */
  linearAttention(from: number, to: number, qkv: Address, decays: Address, before: Address, y: Address, sums: Address, after: Address, time: Size, heads: Size, kvHeads: Size, depth: Size, scratch: Address): void;
  /** dqkv(B,T,(H+2G)·D) (+)= gradient of linearAttention; none for `before` and none from `after` */
  linearAttentionBackward(from: number, to: number, qkv: Address, decays: Address, before: Address, y: Address, sums: Address, dy: Address, dqkv: Address, time: Size, heads: Size, kvHeads: Size, depth: Size, accumulate: Flag, scratch: Address): void;

  // ── learning ────────────────────────────────────────────────────────────────────────────────────────────────────────
  /**
   * AdamW (Loshchilov & Hutter 2019), in place: g is first multiplied by factor[1] (see clipFactor);
   * m = β₁m + (1−β₁)g, v = β₂v + (1−β₂)g², w = w − rate·(m/c₁ / (√(v/c₂) + eps) + decay·w), c₁ = 1−β₁ᵗ, c₂ = 1−β₂ᵗ.
   */
  adamw(from: number, to: number, w: Address, g: Address, m: Address, v: Address, factor: Address, rate: number, beta1: number, beta2: number, eps: number, decay: number, c1: number, c2: number): void;
  /** Gradient descent with decoupled decay, in place: w = w − rate·(g·factor[1] + decay·w) */
  sgd(from: number, to: number, w: Address, g: Address, factor: Address, rate: number, decay: number): void;
  /** Nesterov's momentum (Sutskever et al. 2013, as PyTorch has it), in place: g is first multiplied by factor[1]; m = β·m + g, w = w − rate·(g + β·m + decay·w) */
  momentum(from: number, to: number, w: Address, g: Address, m: Address, factor: Address, rate: number, beta: number, decay: number): void;
  /** The direction that Muon orthogonalises: g is first multiplied by factor[1]; m = β·m + (1−β)·g, in place; y = (1−β)·g + β·m */
  nesterov(from: number, to: number, g: Address, m: Address, factor: Address, beta: number, y: Address): void;
  /**
   * Adaptive gradient clipping (Brock et al. 2021), in place: a row of g(rows,cols) whose length, multiplied by scale, is more than
   * limit·max(‖w_row‖, 1e-3) is shortened to that; work axis: rows
   */
  clipUnits(from: number, to: number, w: Address, g: Address, cols: Size, limit: number, scale: number): void;
  /** y = y + share·(x − y), in place: an exponential mean of x, where y counts as much as 1/share calls; work axis: elements */
  movingMean(from: number, to: number, x: Address, share: number, y: Address): void;
}

/** Elements of scratch that attention may count on in every thread of every backend that packs. */
export const ATTENTION_ROOM = 600 * 1024;

/** Upper bound of the scratch elements of attention, by tokens and head size. */
export const attentionRoom = (time: number, depth: number): number => time * (5 * depth + 192) + 256 * depth + 4096;

/** Upper bound of the scratch elements of standard attention, by tokens and head size. */
export const standardAttentionRoom = (time: number, depth: number): number =>
  64 * time + (Math.max(time, 64) + 4 + 256) * (Math.max(64, depth) + 32) + (64 + 4 + 256) * (time + 32) + 4096;

/** Upper bound of the scratch elements of linear attention, by head size. */
export const linearAttentionRoom = (depth: number): number => {
  const side = Math.max(64, depth);
  return 2 * 64 * 64 + 5 * 64 * depth + 2 * (depth + 1) * depth + (side + 12) * (side + 40) + 64 * side + 4096;
};

export type KernelName = keyof Kernels;

/** The kernels that are part of the house. */
export type EmbeddedName = 'plain' | 'simd' | 'simd-relaxed';

/** One way to run the kernels on one memory. */
export interface Backend {
  /** a foreign library that multiplies matrices stands before the kernels that do the rest */
  readonly name: EmbeddedName | `${string} + ${EmbeddedName}`;
  readonly kernels: Kernels;
  /** what an element index is multiplied with to become an address: 1 (elements) or 4 (bytes) */
  readonly unit: number;
  /** elements of scratch each thread needs for packing */
  readonly scratch: number;
}

/** The memory of the plain kernels: float32 as at run time, or float64 for checks by finite differences. */
export type Numbers = Float32Array | Float64Array;
