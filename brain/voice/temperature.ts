/** Temperatures that are compared, evenly apart by their logarithms: from one half to three. */
const LOWEST = Math.log(0.5);
const HIGHEST = Math.log(3);
const COUNT = 10;
const GRID = Array.from({ length: COUNT }, (_, i) => LOWEST + ((HIGHEST - LOWEST) * i) / (COUNT - 1));

/**
 * Finds the temperature at which a brain foresees a text best (Guo et al. 2017): the one that makes −log softmax(logits/temperature)[target]
 * smallest on average. Above 1 it was too sure of itself, below 1 not sure enough. Logits are looked at once and not kept.
 *
 * @example
 * const fit = new TemperatureFit();
 * for (const [logits, target] of heldOut) fit.add(logits, target);
 * fit.temperature // 1.08
 */
export class TemperatureFit {
  /** nats at each temperature of the grid */
  private readonly nats = new Float64Array(COUNT);
  private count = 0;

  /** Takes in what was foreseen of one token. What is no number is left out. */
  add(logits: ArrayLike<number>, target: number): void {
    let top = Number.NEGATIVE_INFINITY;
    for (let id = 0; id < logits.length; id++) if (logits[id] > top) top = logits[id];
    const found = GRID.map((log) => {
      const scale = Math.exp(-log);
      let sum = 0;
      for (let id = 0; id < logits.length; id++) sum += Math.exp(scale * (logits[id] - top));
      return Math.log(sum) - scale * (logits[target] - top);
    });
    if (!found.every(Number.isFinite)) return;
    found.forEach((nats, i) => (this.nats[i] += nats));
    this.count++;
  }

  /** The best temperature, to hundredths, by a parabola through the three best of the grid; undefined where nothing was taken in. */
  get temperature(): number | undefined {
    if (this.count === 0) return undefined;
    const { nats } = this;
    const best = nats.indexOf(Math.min(...nats));
    const at = Math.min(COUNT - 2, Math.max(1, best));
    const [left, middle, right] = [nats[at - 1], nats[at], nats[at + 1]];
    const bend = left - 2 * middle + right;
    const shift = bend > 0 ? Math.min(1, Math.max(-1, (left - right) / (2 * bend))) : 0;
    const step = GRID[1] - GRID[0];
    return Math.round(100 * Math.exp(GRID[at] + shift * step)) / 100;
  }
}
