/** What a habit learns: texts and dialogues of a file or folder, as tokens. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { printable } from '../../../library/notices/printable.ts';
import { encodeDocument } from '../../../library/tokenizer/chat-template.ts';
import type { Tokenizer } from '../../../library/tokenizer/index.ts';
import { encodeTurns } from '../../../library/tokenizer/turns.ts';
import { count } from '../../../statistics/format/numbers.ts';
import { dialogueLesson, type Lesson, MOST_HABIT_TOKENS, textLessons } from '../../training/habits/material.ts';
import { daemonTexts } from '../texts/daemon-texts.ts';

/** Bytes of a text: more could not be learnt. */
const MOST_BYTES = 16 * MOST_HABIT_TOKENS;
const TURN = /^\[([^\]\n]{1,60})\]: ?(.*)$/;

/** Whose turns are answers, and how long a chunk is. */
export interface MaterialSetup {
  readonly tokenizer: Tokenizer;
  /** what the baby is called */
  readonly name: string;
  readonly contextLength: number;
}

/**
 * Lessons from a file, or from all texts of a folder. A file whose first line is `[name]: words` holds dialogues, which blank lines part;
 * any other is a text.
 *
 * @throws Error with one sentence where there is nothing to learn
 */
export function lessonsFrom(path: string, setup: MaterialSetup): Lesson[] {
  const lessons = filesAt(path).flatMap((file) => lessonsOf(basename(file), readText(file), setup));
  if (lessons.length === 0) throw new Error(daemonTexts.habits.noWords(printable(path)));
  return lessons;
}

export function lessonsOf(
  name: string,
  text: string,
  { tokenizer, name: baby, contextLength }: MaterialSetup,
): Lesson[] {
  const first = text.split('\n').find((line) => line.trim() !== '') ?? '';
  if (!TURN.test(first)) {
    if (text.trim() === '') return [];
    return textLessons(name, encodeDocument(tokenizer, text), contextLength);
  }
  return text.split(/\n\s*\n/).flatMap((block, i) => {
    const turns = turnsOf(block);
    const own = new Set([baby, 'babyllm', 'baby']);
    const isOwn = (speaker: string) => own.has(speaker);
    // where the baby is not named, its turns are those of the one who answers
    const answers = turns.some(({ speaker }) => isOwn(speaker)) ? isOwn : (one: string) => one !== turns[0]?.speaker;
    const told = turns.map(({ speaker, text }) => {
      const learn = answers(speaker);
      return { speaker: learn ? baby : speaker, text, learn };
    });
    if (!told.some(({ learn }) => learn)) return [];
    // never an id of a source, however the file is called
    const id = `file:${`${name}#${i}`.slice(-120)}`;
    return [dialogueLesson({ id, ...encodeTurns(tokenizer, told, false) }, contextLength)];
  });
}

/** Turns of a dialogue; a line that names nobody belongs to the turn before. */
function turnsOf(block: string): { speaker: string; text: string }[] {
  const turns: { speaker: string; text: string }[] = [];
  for (const line of block.split('\n')) {
    const [, speaker, words] = TURN.exec(line) ?? [];
    const last = turns.at(-1);
    if (speaker !== undefined && words !== undefined) turns.push({ speaker, text: words });
    else if (last && line.trim() !== '') last.text += `\n${line}`;
  }
  return turns.filter(({ text }) => text.trim() !== '');
}

function filesAt(path: string): string[] {
  const there = statSync(path, { throwIfNoEntry: false });
  if (!there) throw new Error(daemonTexts.habits.noFileOrFolder(printable(path)));
  if (there.isFile()) return [path];
  if (!there.isDirectory()) throw new Error(daemonTexts.habits.neitherFileNorFolder(printable(path)));
  const files = readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(txt|md)$/i.test(entry.name))
    .map(({ name }) => join(path, name))
    .sort();
  if (files.length === 0) throw new Error(daemonTexts.habits.noText(printable(path)));
  return files;
}

function readText(path: string): string {
  const { size } = statSync(path);
  if (size > MOST_BYTES)
    throw new Error(daemonTexts.habits.tooLong(printable(basename(path)), count(size), count(MOST_BYTES)));
  try {
    return new TextDecoder('utf-8', { fatal: true })
      .decode(readFileSync(path))
      .replace(/^\ufeff/, '')
      .replace(/\r\n?/g, '\n');
  } catch (error) {
    throw new Error(daemonTexts.habits.notUtf8(printable(basename(path))), {
      cause: error,
    });
  }
}
