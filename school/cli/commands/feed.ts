import { feed } from '../../feed.ts';
import { makeHome } from '../../home.ts';
import { EXIT } from '../failure.ts';
import type { GlobalOptions } from '../main.ts';
import { Progress } from '../progress.ts';
import { bytes, count } from '../words.ts';

/** `baby feed`: says of each file what became of it. Fails if something was refused. */
export async function feedCommand(paths: readonly string[], { home: given }: GlobalOptions): Promise<void> {
  const home = makeHome(given);
  const progress = new Progress();
  let files = 0;
  let size = 0;
  let refused = 0;
  await feed(home, paths, {
    onProgress: (done, total) => progress.update('feeding', done, total),
    onFed(fed) {
      progress.end();
      if (fed.outcome === 'fed') {
        files++;
        size += fed.bytes;
        process.stdout.write(`fed ${fed.as} (${bytes(fed.bytes)})\n`);
      } else if (fed.outcome === 'known') process.stdout.write(`${fed.message}\n`);
      else {
        refused++;
        process.stderr.write(`${fed.message}\n`);
      }
    },
  });
  progress.end();
  process.stdout.write(`${count(files)} ${files === 1 ? 'text' : 'texts'} fed, ${bytes(size)}.\n`);
  if (refused > 0) process.exitCode = EXIT.failed;
}
