/** Corrections as the weights learn them: among other questions with the replies that those should keep. */
import { type Drawer, ExamplePool, type TokenExample } from './example-pool.ts';

/** The share of what is drawn that is a correction; the rest is contrasts, which come on top of the weight of corrections. */
const CORRECTIONS = 1 / 3;
/** Of the contrasts that are drawn, those that are its own replies in any case. */
const OWN = 0.5;
/** What the id of a contrast begins with: no correction has such an id. */
const CONTRAST = 'contrast ';

/** A contrast as JSON. */
export type StoredExample = {
  readonly id: string;
  readonly ids: readonly number[];
  readonly learn: readonly number[];
};

/** As JSON: what it said of its own, before the weights learnt the corrections that they learn now. */
export type ConsolidationState = readonly StoredExample[];

/**
 * Draws corrections, each among contrasts: replies of its own to other questions, as the weights gave them before they learnt these
 * corrections, and other dialogues. Learning a reply that was sampled from a distribution p is, on average, learning p itself: its expected
 * gradient is that of KL(p ‖ weights). So its own replies are the tether that holds the answers to all other questions in place.
 *
 * It ends when every correction is known, and goes on when an exam finds that one was lost (`ExamplePool.lose`).
 */
export class Consolidation implements Drawer {
  readonly corrections: ExamplePool;
  private readonly others: () => readonly Drawer[];
  private own = new ExamplePool(false);
  /** how many replies of its own it learns beside corrections */
  private readonly wanted: number;

  /**
   * @param others dialogues that serve as contrasts too
   * @param wanted replies of its own that are spoken before corrections are learnt; 0: none are asked for
   */
  constructor(
    corrections: ExamplePool,
    others: () => readonly Drawer[],
    wanted: number,
    state: ConsolidationState = [],
  ) {
    this.corrections = corrections;
    this.others = others;
    this.wanted = wanted;
    for (const reply of state) this.own.add(reply);
  }

  get size(): number {
    return this.corrections.size;
  }

  get tokens(): number {
    return this.corrections.tokens;
  }

  /** How many replies of its own it still wants before it goes on. */
  get wants(): number {
    return this.newnessOfAll() > 0 ? Math.max(0, this.wanted - this.own.size) : 0;
  }

  /** Takes a reply of its own to another question. */
  contrast(reply: TokenExample): void {
    this.own.add(reply);
  }

  /** Whether anything is to be read now. Once all is known, its own replies are dropped: the next correction needs those of that time. */
  due(): boolean {
    if (this.newnessOfAll() > 0) return this.wants === 0;
    if (this.own.size > 0) this.forget();
    return false;
  }

  /** Drops its own replies: they may hold words of a question that was taken out. */
  forget(): void {
    this.own = new ExamplePool(false);
  }

  /** The share of what is drawn that is a correction. */
  get share(): number {
    return this.contrasts().some(({ size }) => size > 0) ? CORRECTIONS : 1;
  }

  draw(random: () => number): TokenExample {
    const contrasts = this.contrasts();
    const kinds = contrasts.filter(({ size }) => size > 0);
    if (kinds.length === 0 || random() < CORRECTIONS) return this.corrections.draw(random);
    // its own replies hold most: every other draw, where there are any
    const own = this.own.size > 0 && random() < OWN;
    const kind = own ? this.own : kinds[Math.floor(random() * kinds.length)]!;
    const contrast = kind.draw(random);
    return { ...contrast, id: `${CONTRAST}${contrasts.indexOf(kind)} ${contrast.id}` };
  }

  find(id: string): TokenExample | undefined {
    const [, kind, name] = CONTRAST_ID.exec(id) ?? [];
    const contrast = name === undefined ? undefined : this.contrasts()[Number(kind)]?.find(name);
    return contrast ? { ...contrast, id } : this.corrections.find(id);
  }

  /** A contrast counts as much as the corrections beside it: else they would pull harder than it holds. */
  newness(id: string): number {
    return id.startsWith(CONTRAST) ? Math.min(1, this.newnessOfAll()) : this.corrections.newness(id);
  }

  newnessOfAll(): number {
    return this.corrections.newnessOfAll();
  }

  mark(id: string, exact: boolean): void {
    this.corrections.mark(id, exact);
  }

  state(): ConsolidationState {
    return this.own.all().map(({ id, ids, learn }) => ({ id, ids: Array.from(ids), learn: Array.from(learn) }));
  }

  private contrasts(): readonly Drawer[] {
    return [this.own, ...this.others()];
  }
}

const CONTRAST_ID = new RegExp(`^${CONTRAST}(\\d+) (.*)$`, 's');
