/** `baby wake --foreground` with a life without a brain: `node fake-wake.js <home>`. Serves the line, holds the home, shows everything. */
import { live } from '../../school/cli/commands/wake.ts';
import { makeHome } from '../../school/home/home.ts';
import { takeLock } from '../../school/home/lock.ts';
import { FakeLife, statsAt } from './fake-life.ts';

const home = makeHome(process.argv[2], {});
const lock = takeLock(home);
const life = new FakeLife();
life.deltas = ['Hel', 'lo \x1b[2J', 'you,\nmy \x1b]0;stolen\x07friend.'];

// as a real life does: everybody is told what is said
const say = life.say.bind(life);
life.say = async (text, options, onDelta) => {
  const conversation = options?.conversation ?? 'owner';
  life.emit({ event: 'chat', data: { conversation, speaker: 'owner', kind: 'said', text } });
  const reply = await say(text, options, onDelta);
  life.emit({ event: 'chat', data: { conversation, speaker: 'mia', kind: 'replied', text: reply.text } });
  return reply;
};

let step = 0;
const learning = setInterval(() => {
  life.emit({ event: 'stats', data: statsAt(++step, { reading: 'a \x1b[31mbook.txt' }) });
  if (step % 5 === 0) {
    const guesses = [
      { guess: ' sea', truth: ' sea', exact: true },
      { guess: ' \x1b[2Jship', truth: ' fox\u202e', exact: false },
    ];
    life.emit({ event: 'guesses', data: { step, file: 'book.txt', prompt: 'once upon the\x1b[H', guesses } });
  }
  if (step % 20 !== 0) return;
  life.emit({ event: 'babble', data: { step, text: `babble \x1b[7m${step}\nand more of it` } });
  life.emit({
    event: 'probes',
    data: {
      step,
      values: { 'lobe0.window0': 1, 'lobe0.weight0': 0.5, 'lobe0.gate': 0.4, 'norm.tokens': 12, 'gradient.tokens': 1 },
      maps: [{ title: 'lobe 1: cerebellum', rows: [{ label: '1.0', values: [-1, 0, 1] }] }],
      topTokens: [{ text: ' the\x1b[2J', share: 0.1 }],
    },
  });
}, 20);
life.over.finally(() => clearInterval(learning)).catch(() => {});

await live(life, home, lock);
lock.release();
process.stderr.write('all is written\n');
