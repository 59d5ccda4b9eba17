/** `baby wake --foreground` whose lesson breaks off on every SIGUSR2: `node fragile-wake.js <home>`. */

import { live } from '../../school/cli/commands/wake.ts';
import { exitCodeOf, sentenceOf } from '../../school/cli/failure.ts';
import { wake } from '../../school/daemon/daemon.ts';
import { makeHome } from '../../school/home/home.ts';
import { takeLock } from '../../school/home/lock.ts';
import { LessonClient } from '../../school/lesson/lesson-client.ts';
import { loadConfig } from '../../school/settings/config.ts';

const home = makeHome(process.argv[2]);
const config = await loadConfig(home);
let room: LessonClient | undefined;
process.on('SIGUSR2', () => room?.terminate());
try {
  const openRoom = async (...orders: Parameters<typeof LessonClient.open>) =>
    (room = await LessonClient.open(...orders));
  await live(await wake({ home, config, openRoom }), home, takeLock(home));
} catch (error) {
  process.exitCode = exitCodeOf(error);
  process.stderr.write(`${sentenceOf(error, false)}\n`);
}
