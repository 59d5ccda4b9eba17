/** Who speaks in a line of a WhatsApp chat: a person, or WhatsApp itself, which also writes of people and with colons. */
import { isLevel } from './whatsapp-dates.ts';

export interface Speaker {
  author: string;
  /** Characters of the line that name the author, with the colon and the space behind. */
  length: number;
}

/** Lines of one person that have to begin with the same word and colon before it is taken for a part of the name. */
const MANY = 3;

const QUOTES = /[“”„‟"«»]/g;

/** Finds out who speaks. Names with quotation marks or colons in them are known by returning. */
export class Authors {
  /** Lines in which a name is followed by the same words and another colon, and all lines with that name. */
  private readonly colons = new Map<string, { second: string | undefined; lines: number }>();
  /** Beginnings of lines with an open quotation mark, which one person's name may have. */
  private readonly open = new Map<string, number>();

  /** Takes notice of a line in a first look at the beginning of a chat. @param rest what follows the date and time */
  notice(rest: string): void {
    const found = NAMED.exec(rest);
    if (found === null) return;
    const [whole, name = ''] = found;
    if (isOpen(name)) {
      this.open.set(name, (this.open.get(name) ?? 0) + 1);
      return;
    }
    const second = NAMED.exec(rest.slice(whole.length))?.[1];
    const known = this.colons.get(name);
    if (known === undefined) this.colons.set(name, { second, lines: 1 });
    else {
      known.lines++;
      if (known.second !== second) known.second = undefined;
    }
  }

  /** Who speaks, and how long that part of the line is; nothing if WhatsApp itself does. */
  of(rest: string): Speaker | undefined {
    const found = NAMED.exec(rest);
    if (found === null) return undefined;
    const [whole, name = ''] = found;
    // WhatsApp quotes what was changed: Ann changed the subject to “tea: when?”
    if (isOpen(name) && (this.open.get(name) ?? 0) < 2) return undefined;
    const { second, lines = 0 } = this.colons.get(name) ?? {};
    const long = second !== undefined && lines >= MANY && rest.startsWith(`${second}:`, whole.length);
    const length = long ? whole.length + second.length + 2 : whole.length;
    const author = (long ? whole + second : name).replace(/^~[ \u00a0\u202f]*/, '').trim();
    return author === '' ? undefined : { author, length: Math.min(length, rest.length) };
  }

  /** All who were noticed and are no levels of a program's log. */
  get people(): string[] {
    return [...this.colons.keys(), ...[...this.open].flatMap(([name, lines]) => (lines > 1 ? [name] : []))].filter(
      (name) => !isLevel(name),
    );
  }
}

const NAMED = /^([^:\n]{1,80}):(?: |$)/;

/** Whether a quotation mark is not closed again. */
function isOpen(name: string): boolean {
  return (name.match(QUOTES)?.length ?? 0) % 2 === 1;
}
