/** A store of the dashboard over a home of its own, with lives that are made up. */
import { join } from 'node:path';
import type { Attached } from '../../../school/dashboard/state/connection.ts';
import type { Snapshot } from '../../../school/dashboard/state/snapshot.ts';
import { DashboardStore } from '../../../school/dashboard/state/store.ts';
import { makeHome } from '../../../school/home/home.ts';
import { FakeLife } from '../fake-life.ts';
import { temporaryFolder, until } from '../temporary.ts';

export class Stage {
  readonly home = makeHome(join(temporaryFolder(), 'home'));
  readonly life = new FakeLife();
  /** what the next attempts to connect come to; the last of them again and again */
  answers: (() => FakeLife)[] = [() => this.life];
  /** whether somebody holds the home */
  held = false;
  /** lines that were let go */
  closed = 0;
  #store: DashboardStore | undefined;

  get store(): DashboardStore {
    if (!this.#store) throw new Error('open() comes before the store');
    return this.#store;
  }

  /** Begins to look for a life. */
  open(): void {
    this.#store = new DashboardStore({
      home: this.home,
      connect: () => this.#connect(),
      isHeld: () => this.held,
      wakeCommand: 'baby wake',
      spent: () => 0,
    });
  }

  async opened(): Promise<void> {
    this.open();
    await until(() => this.view().contact === 'awake');
  }

  view(): Snapshot {
    return this.store.snapshot();
  }

  close(): void {
    this.store.close();
  }

  async #connect(): Promise<Attached> {
    const answer = this.answers.length > 1 ? this.answers.shift()! : this.answers[0];
    return Object.assign(answer(), { close: () => void this.closed++ });
  }
}
