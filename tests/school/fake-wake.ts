/** `baby wake` with a life without a brain, for real terminals: `node fake-wake.js <home> [slow]`; a slow one never finishes saving. */
import { live } from '../../school/cli/commands/wake.ts';
import { DEFAULTS } from '../../school/config.ts';
import { makeHome } from '../../school/home.ts';
import { FakeLife, statsAt } from './fake-life.ts';

const slow = process.argv[3] === 'slow';
const life = new FakeLife();
life.deltas = ['Hel', 'lo \x1b[2J', 'you,\nmy \x1b]0;stolen\x07friend.'];
const sleep = life.sleep.bind(life);
life.sleep = () => (slow ? new Promise<void>(() => {}) : sleep());

let step = 0;
const learning = setInterval(() => {
  life.emit({ event: 'stats', data: statsAt(++step, { reading: 'a \x1b[31mbook.txt' }) });
  if (step % 20 === 0) life.emit({ event: 'babble', data: { step, text: `babble \x1b[7m${step}\nand more of it` } });
}, 20);
life.over.finally(() => clearInterval(learning)).catch(() => {});

await live(life, makeHome(process.argv[2], {}), DEFAULTS, false);
process.stderr.write('all is written\n');
