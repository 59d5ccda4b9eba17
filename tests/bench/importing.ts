/**
 * How fast an export of any size becomes words, and in how much memory: `node tests/bench/importing.ts telegram 5e9`.
 * The export is invented while it is read, so that no disk is needed; with a folder as third argument what is kept is
 * written there, as it would be into a library.
 */
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Rewriter } from '../../library/cleaning/rewriter.ts';
import { DEFAULT_RULES } from '../../library/cleaning/rules.ts';
import { StandIns } from '../../library/cleaning/stand-ins.ts';
import { type FormatName, formatOf } from '../../library/importing/formats.ts';
import { importCollection } from '../../library/importing/importing.ts';
import { Owner } from '../../library/importing/owner.ts';
import { readHead, type Source } from '../../library/importing/source.ts';
import { LibraryWriter } from '../../library/importing/writing.ts';

const PEOPLE = ['Mira', 'Bo', 'Ola', 'Dee'];
const WORDS =
  'tea rain boat the a kettle and is not garden yes why 12 over letter morning blue we went home slowly'.split(' ');
const PRIVATE = ['me@here.de', 'https://a.example/x?y=1', '+49 170 1234567', '@someone', '“so”', '&amp;', 'nooooooooo'];

/** Invented messages, a little private data among them; the same for the same number. */
function message(number: number): { author: string; text: string; time: number } {
  let state = (number * 2654435761) >>> 0;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
  const words = Array.from({ length: 4 + next(20) }, () => WORDS[next(WORDS.length)]!);
  if (next(10) === 0) words.push(PRIVATE[next(PRIVATE.length)]!);
  return { author: PEOPLE[next(4)]!, text: words.join(' '), time: 1.5e12 + number * 40_000 };
}

interface Form {
  name: string;
  before: string;
  one: (number: number) => string;
  after: string;
}

const FORMS: Partial<Record<FormatName, Form>> = {
  whatsapp: {
    name: 'chat.txt',
    before: '',
    one: (number) => {
      const { author, text, time } = message(number);
      const [day, clock] = new Date(time).toISOString().split('T') as [string, string];
      return `${day.split('-').reverse().join('/')}, ${clock.slice(0, 5)} - ${author}: ${text}\n`;
    },
    after: '',
  },
  telegram: {
    name: 'result.json',
    before: '{\n "name": "Tea",\n "type": "private_supergroup",\n "id": 1,\n "messages": [',
    one: (number) => {
      const { author, text, time } = message(number);
      const seconds = String(Math.round(time / 1000));
      const entities = [{ type: 'plain', text }];
      const one = {
        id: number,
        type: 'message',
        date: '',
        date_unixtime: seconds,
        from: author,
        from_id: `user${author}`,
        text,
        text_entities: entities,
      };
      return `${number > 0 ? ',' : ''}\n  ${JSON.stringify(one, undefined, 1).replaceAll('\n', '\n  ')}`;
    },
    after: '\n ]\n}',
  },
  mbox: {
    name: 'all.mbox',
    before: '',
    one: (number) => {
      const { author, text, time } = message(number);
      const attachment = number % 50 === 0 ? `${'QUJD'.repeat(19)}\n`.repeat(2000) : '';
      return `From 1@xxx Mon Jan 15 10:00:00 +0000 2024\nFrom: ${author} <${author}@x.org>\nDate: ${new Date(time).toUTCString()}\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n${text}\n\n> ${text}\n--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n${attachment}--b--\n\n`;
    },
    after: '',
  },
  csv: {
    name: 'table.csv',
    before: 'date,author,text\n',
    one: (number) => {
      const { author, text, time } = message(number);
      return `${new Date(time).toISOString()},${author},"${text}"\n`;
    },
    after: '',
  },
  plain: { name: 'diary.md', before: '', one: (number) => `${message(number).text}.\n`, after: '' },
};

/** An export of about so many bytes that exists only while it is read. */
function invented({ name, before, one, after }: Form, size: number): Source {
  return {
    name,
    size,
    async *open() {
      let sent = before.length;
      let piece = before;
      for (let number = 0; sent < size; number++) {
        const next = one(number);
        sent += next.length;
        piece += next;
        if (piece.length < 1 << 16) continue;
        // As reading from a disk would, it lets others have their turn.
        await setImmediate();
        yield Buffer.from(piece);
        piece = '';
      }
      yield Buffer.from(piece + after);
    },
    beside: async () => undefined,
  };
}

export interface Measured {
  bytes: number;
  seconds: number;
  /** Most of the process's memory that was resident, bytes. */
  memory: number;
  messages: number;
  learnt: number;
}

export async function importInvented(format: string, size: number, folder?: string): Promise<Measured> {
  const form = FORMS[format as FormatName];
  if (form === undefined)
    throw new Error(`A format should be one of ${Object.keys(FORMS).join(', ')}, but ${format} came.`);
  const source = invented(form, size);
  const head = await readHead(source);
  if (formatOf(head) !== format)
    throw new Error(`What was invented should be ${format}, but is taken for ${formatOf(head)}.`);
  const writer = folder === undefined ? undefined : await LibraryWriter.begin(folder, process.pid);
  const rewriter = new Rewriter(DEFAULT_RULES, new StandIns());
  const started = performance.now();
  const item = { source, format: format as FormatName, base: 'all', folder: 'all', place: 'all', zip: '' };
  const { summary } = await importCollection(
    { items: [item], size, refused: [], others: [], beside: [], close: () => undefined },
    {
      owner: new Owner(['Mira']),
      others: 'leave',
      rewriter,
      plainRewriter: rewriter,
      speakers: { owner: 'owner', baby: 'baby' },
      sink: writer ?? { append: () => undefined },
      onWarning: (name, says) => {
        throw new Error(`${name} ${says}`);
      },
    },
  );
  await writer?.finish([]);
  return {
    bytes: size,
    seconds: (performance.now() - started) / 1000,
    memory: process.resourceUsage().maxRSS * 1024,
    messages: summary.messages,
    learnt: summary.learntMessages,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [format = 'telegram', size = '5e9', folder] = process.argv.slice(2);
  process.stdout.write(`${JSON.stringify(await importInvented(format, Number(size), folder))}\n`);
}
