/**
 * JSON files of any size, one element at a time. Only the lists that a reader names are walked through; each of their
 * elements is parsed by itself, so that a damaged one costs only itself.
 */

import { importingTexts } from '../texts.ts';
import { parseJson } from './json-dialect.ts';
import { isSpace, ValueEnd } from './json-value.ts';

export interface JsonItem {
  value: unknown;
  /** Which of the named lists it is in. */
  list: string;
  /** What the objects around the list said before it, the nearest first. */
  fields: Readonly<Record<string, unknown>>;
  /** 1 for the first element of the list. */
  number: number;
}

/** Says after the file's name what is damaged and where. */
export type OnDamage = (says: string) => void;

/** No element is longer; characters. */
const LONGEST = 1 << 23;

interface Frame {
  kind: 'object' | 'array';
  path: string;
  key: string;
  /** The named list that this array is. */
  list?: string | undefined;
  fields: Record<string, unknown>;
  elements: number;
}

/**
 * Elements of lists in a JSON text that comes in pieces. A list is named by the way to it: '' is the text itself, 'messages'
 * a list of the outermost object, 'chats.list[].messages' one in each element of another, '*' any of the outermost object, '**' any that lies in objects alone.
 */
export async function* jsonItems(
  pieces: AsyncIterable<string>,
  lists: readonly string[],
  onDamage: OnDamage,
): AsyncGenerator<JsonItem[]> {
  const scanner = new JsonScanner(lists, onDamage);
  for await (const piece of pieces) {
    const items = scanner.push(piece);
    if (items.length > 0) yield items;
  }
  const items = scanner.end();
  if (items.length > 0) yield items;
}

export class JsonScanner {
  private readonly lists: readonly string[];
  private readonly onDamage: OnDamage;
  private buffer = '';
  /** Characters before the buffer. */
  private base = 0;
  private at = 0;
  private state: 'value' | 'key' | 'colon' | 'comma' | 'over' = 'value';
  private readonly stack: Frame[] = [];
  private readonly reading = new ValueEnd();
  private items: JsonItem[] = [];
  /** How elements of the list begin, from the end of the one before up to their first key; to find the way again. */
  private glue = '';
  private last = -1;
  private ended = false;
  /** The beginning of the value that is being read is not held any more. */
  private passing = false;

  constructor(lists: readonly string[], onDamage: OnDamage) {
    this.lists = lists;
    this.onDamage = onDamage;
  }

  push(piece: string): JsonItem[] {
    const from = this.start >= 0 ? this.start : this.at;
    const kept = this.last > 0 ? Math.min(this.last - 1, from) : from;
    this.buffer = this.buffer.slice(kept) + piece;
    this.base += kept;
    this.at -= kept;
    this.reading.shift(kept);
    if (this.last >= 0) this.last -= kept;
    while (this.state !== 'over' && this.step());
    return this.taken();
  }

  end(): JsonItem[] {
    this.ended = true;
    while (this.state !== 'over' && this.step());
    if (this.state !== 'over' || this.stack.length > 0) {
      const list = this.stack.findLast((frame) => frame.list !== undefined);
      const where = list === undefined ? '' : importingTexts.json.afterElement(list.elements);
      this.onDamage(importingTexts.json.endsEarly(where, this.base + this.buffer.length));
    }
    return this.taken();
  }

  private taken(): JsonItem[] {
    const items = this.items;
    this.items = [];
    return items;
  }

  /** One thing of the syntax; false if more text is needed for it. */
  private step(): boolean {
    if (this.start >= 0) return this.look();
    while (this.at < this.buffer.length && isSpace(this.buffer.charCodeAt(this.at))) this.at++;
    if (this.at >= this.buffer.length) return false;
    const character = this.buffer[this.at]!;
    const top = this.stack.at(-1);
    if ((character === '}' || character === ']') && top !== undefined) {
      this.at++;
      this.stack.pop();
      this.last = -1;
      this.state = this.stack.length === 0 ? 'over' : 'comma';
      return true;
    }
    switch (this.state) {
      case 'comma':
        if (character === ',') {
          this.at++;
          this.state = top!.kind === 'object' ? 'key' : 'value';
          return true;
        }
        // A comma that is missing between two elements.
        this.state = top!.kind === 'object' ? 'key' : 'value';
        return this.lost(character);
      case 'colon':
        if (character === ':') this.at++;
        this.state = 'value';
        return true;
      case 'key':
        if (character !== '"') return this.lost(character);
        this.reading.begin(this.at);
        return true;
      default:
        return this.value(character, top);
    }
  }

  private value(character: string, top: Frame | undefined): boolean {
    const path =
      top === undefined ? '' : top.kind === 'array' ? `${top.path}[]` : `${top.path}${top.path && '.'}${top.key}`;
    const kind = character === '{' ? 'object' : character === '[' ? 'array' : undefined;
    if (top?.list === undefined && kind !== undefined) {
      const list = kind === 'array' ? this.lists.find((name) => name === path || isAnyOf(name, path)) : undefined;
      const leads =
        path === '' ||
        this.lists.some(
          (name) =>
            name.startsWith(`${path}.`) || name.startsWith(`${path}[]`) || (kind === 'object' && isAnyOf(name, path)),
        );
      if (list !== undefined || leads) {
        const fields = Object.create(top?.fields ?? null) as Record<string, unknown>;
        this.stack.push({ kind, path, key: '', list, fields, elements: 0 });
        this.state = kind === 'object' ? 'key' : 'value';
        this.at++;
        this.last = list === undefined ? -1 : this.at;
        return true;
      }
    }
    if (top === undefined) {
      this.onDamage(importingTexts.json.notAList(JSON.stringify(this.buffer.slice(this.at, this.at + 20))));
      this.state = 'over';
      return true;
    }
    this.reading.begin(this.at);
    return true;
  }

  /** Where the value that is being read begins; -1: none is. */
  private get start(): number {
    return this.reading.start;
  }

  /** Looks for the end of the value that is being read. */
  private look(): boolean {
    const end = this.reading.find(this.buffer);
    if (end !== -1) {
      this.at = end;
      return this.found();
    }
    this.at = this.buffer.length;
    if (this.ended) return this.resume(importingTexts.json.doesNotEnd);
    if (this.state !== 'key' && this.stack.at(-1)!.list === undefined && this.at - this.start > LONGEST / 8) {
      // Something long that nobody asks for flows past.
      this.reading.start = this.reading.at;
      this.passing = true;
    }
    return this.at - this.start > LONGEST ? this.resume(importingTexts.json.tooLong) : false;
  }

  private found(): boolean {
    const raw = this.buffer.slice(this.start, this.at);
    const top = this.stack.at(-1)!;
    if (this.state === 'key') {
      top.key = this.parse(raw) as string;
      this.state = 'colon';
    } else if (top.list === undefined) {
      top.fields[top.key] = this.passing || raw.length > LONGEST / 8 ? undefined : this.parse(raw);
      this.passing = false;
      this.state = 'comma';
    } else {
      let value: unknown;
      try {
        value = parseJson(raw);
      } catch {
        return this.resume(NO_JSON);
      }
      top.elements++;
      this.learnGlue();
      this.last = this.at;
      this.items.push({
        value,
        list: top.list === '**' ? top.path : top.list,
        fields: top.fields,
        number: top.elements,
      });
      this.state = 'comma';
    }
    this.reading.over();
    return true;
  }

  /** How the next element will begin, from how this one does; of the first, from what stands behind the bracket. */
  private learnGlue(): void {
    if (this.last < 0) return;
    const before = this.buffer[this.last - 1] === '[' ? ',' : '';
    const seen = before + this.buffer.slice(this.last, this.start + 80);
    this.glue = /^\s*,\s*\{\s*"[^"\\]*"/.exec(seen)?.[0] ?? this.glue;
  }

  /** Leaves an element out and goes on with the next that can be recognised. */
  private resume(says: string): boolean {
    const top = this.stack.at(-1)!;
    if (top.elements === 0) this.learnGlue();
    const where = importingTexts.json.atCharacter(this.base + this.start);
    const next = this.glue === '' ? -1 : this.buffer.indexOf(this.glue, this.start + 1);
    const found = next !== -1 && next < this.at;
    const lost = !found && says !== NO_JSON;
    top.elements++;
    const rest = lost ? importingTexts.json.beforeKept : importingTexts.json.restRead;
    this.onDamage(importingTexts.json.damagedElement(where, top.elements, says, rest));
    if (found) this.at = next;
    this.last = -1;
    this.reading.over();
    this.state = lost ? 'over' : 'comma';
    if (lost) this.stack.length = 0;
    return true;
  }

  /** Something stands where it should not: goes on at the next element, if one can be recognised. */
  private lost(character: string): boolean {
    const top = this.stack.at(-1)!;
    if (top.kind === 'object' ? character === '"' : '{["'.includes(character)) return true;
    const next = this.glue === '' ? -1 : this.buffer.indexOf(this.glue, this.at);
    this.onDamage(importingTexts.json.outOfPlace(this.base + this.at, JSON.stringify(character)));
    if (next !== -1) {
      while (this.stack.length > 0 && this.stack.at(-1)!.list === undefined) this.stack.pop();
    }
    if (next === -1 || this.stack.length === 0) {
      this.state = 'over';
      this.stack.length = 0;
      return true;
    }
    this.at = next;
    this.last = -1;
    this.state = 'comma';
    return true;
  }

  private parse(raw: string): unknown {
    try {
      return parseJson(raw);
    } catch {
      this.onDamage(importingTexts.json.badValue(this.base + this.start, JSON.stringify(raw.slice(0, 40))));
      return undefined;
    }
  }
}

const NO_JSON = importingTexts.json.noJson;

/** Whether a name stands for any list in objects, and a list lies there. */
function isAnyOf(name: string, path: string): boolean {
  if (path === '' || path.includes('[')) return false;
  return name === '**' || (name === '*' && !path.includes('.'));
}
