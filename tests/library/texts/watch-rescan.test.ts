import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { watchLibrary } from '../../../library/texts/watch.ts';
import { makeHome } from '../home.ts';

// A watcher that is ready, fails at once and announces nothing: as where the system's watches are used up, or on a network drive.
vi.mock('chokidar', () => ({
  watch: () => {
    const watcher = Object.assign(new EventEmitter(), { close: async () => undefined });
    setImmediate(() => {
      watcher.emit('error', Object.assign(new Error('ENOSPC: System limit for number of file watchers reached')));
      watcher.emit('ready');
    });
    return watcher;
  },
}));

it('watchLibrary looks for itself at what no one announces', async () => {
  const home = makeHome();
  home.put('a.txt', 'one');
  const onChange = vi.fn();
  const options = { quietMs: 20, intervalMs: 50, onNote: (note: (typeof home.notes)[0]) => home.notes.push(note) };
  const watch = watchLibrary(home.library, onChange, options);
  try {
    await watch.ready;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(onChange).not.toHaveBeenCalled();
    for (const name of ['b.txt', 'a.txt']) {
      onChange.mockClear();
      home.put(name, 'something else');
      await vi.waitFor(() => expect(onChange).toHaveBeenCalled(), { timeout: 10_000 });
    }
    expect(home.notes.map(({ message }) => message)).toEqual([
      'The library folder cannot be watched: ENOSPC: System limit for number of file watchers reached; it is looked at every 1 s instead.',
    ]);
  } finally {
    await watch.close();
  }
});
