/** Putting a file of turns on the shelf: as a chat is heard and spoken, with a mark on every token that is learnt. */

import { join } from 'node:path';
import { writeAtomically } from '../files/atomic-file.ts';
import { type HeldOutSet, KnownReader, Sieve } from '../heldout/decontaminate.ts';
import { GivenPassages } from '../heldout/given-passages.ts';
import { readTurns } from '../importing/turns-file.ts';
import { note, type OnNote } from '../notices/notices.ts';
import { admitWords, lineOf } from '../sources/admission.ts';
import { readText } from '../texts/reading.ts';
import { encodeTurns, type Turn } from '../tokenizer/turns.ts';
import type { FileRecord } from './catalogue.ts';
import { MaskPacker, maskFileName } from './mask-file.ts';
import type { SurveyedText } from './scan.ts';
import type { LearnableOptions, ShelvingOptions } from './shelving-options.ts';
import { cacheTexts } from './texts.ts';
import { idBytes, tokenFileName, writeTokens } from './token-file.ts';

/** All turns of a file. Lines that are none are passed over, and told in one note at the end. */
async function* turnsOf(
  { file, inspection }: SurveyedText,
  onBytes: LearnableOptions['onBytes'],
  onNote?: OnNote,
): AsyncGenerator<Turn[]> {
  const damaged: number[] = [];
  yield* readTurns(
    readText(file, inspection, (bytes) => onBytes(file.name, bytes)),
    (line) => damaged.push(line),
  );
  if (damaged.length === 0) return;
  const where =
    damaged.length === 1 ? cacheTexts.oneLineIs(damaged[0]) : cacheTexts.someLinesAre(damaged.length, damaged[0]);
  onNote?.(note('warning', file.name, cacheTexts.linesWithoutTurns(where)));
}

/** The words of a file of turns that are learnt, as a text: what may be held out of it. */
export async function* learntLines(text: SurveyedText, onBytes: LearnableOptions['onBytes']): AsyncGenerator<string> {
  for await (const turns of turnsOf(text, onBytes)) {
    yield turns
      .filter(({ learn }) => learn)
      .map(lineOf)
      .join('');
  }
}

/** Whether all that is learnt of a file of turns is said by one speaker, the baby: then it holds questions and answers. */
export async function isAnswers(
  text: SurveyedText,
  speaker: string,
  onBytes: LearnableOptions['onBytes'],
): Promise<boolean> {
  let any = false;
  for await (const turns of turnsOf(text, onBytes)) {
    const learnt = turns.filter(({ learn }) => learn);
    if (learnt.some((turn) => turn.speaker !== speaker)) return false;
    any ||= learnt.length > 0;
  }
  return any;
}

/** Lets through turns of which nothing is held out; a turn of which a part is, goes as a whole. */
class TurnsFilter {
  private readonly reader = new KnownReader();
  private readonly sieve: Sieve;
  private readonly withheld: HeldOutSet;
  private readonly onGiven: (hash: number) => void;
  /** Turns that are not yet judged, each with the characters of its line that are left to be. */
  private waiting: { turn: Turn; left: number; goes: boolean; said: readonly number[] }[] = [];
  private begins = false;

  constructor({ withheld, onGiven = () => undefined }: LearnableOptions) {
    this.withheld = withheld;
    this.sieve = new Sieve(withheld);
    this.onGiven = onGiven;
  }

  push(turns: readonly Turn[]): Turn[] {
    for (const turn of turns) {
      const line = lineOf(turn);
      const said = admitWords(turn.text, this.withheld);
      this.waiting.push({ turn, left: line.length, goes: said === undefined, said: said ?? [] });
      this.judge(this.reader.push(line));
    }
    return this.take();
  }

  end(): Turn[] {
    this.judge(this.reader.end());
    return this.take();
  }

  private judge(passages: ReturnType<KnownReader['push']>): void {
    let at = this.waiting.findIndex(({ left }) => left > 0);
    for (const known of passages) {
      const goes = this.sieve.drops(known);
      if (!goes && !Number.isNaN(known.hash)) this.onGiven(known.hash);
      for (let length = known.text.length; length > 0; ) {
        const turn = this.waiting[at]!;
        const taken = Math.min(length, turn.left);
        turn.left -= taken;
        turn.goes ||= goes;
        length -= taken;
        if (turn.left === 0) at++;
      }
    }
  }

  private take(): Turn[] {
    const judged = this.waiting.findIndex(({ left }) => left > 0);
    const kept: Turn[] = [];
    for (const { turn, goes, said } of this.waiting.splice(0, judged === -1 ? this.waiting.length : judged)) {
      // if a conversation loses its first turn, the next one begins it
      this.begins ||= turn.begins ?? false;
      if (goes) continue;
      for (const hash of said) this.onGiven(hash);
      kept.push(this.begins ? { ...turn, begins: true } : turn);
      this.begins = false;
    }
    return kept;
  }
}

/**
 * Turns of a file of which nothing is held out.
 * @param onTurns told all turns as they are read, also those of which something is
 * @throws as `readText`; then what came should be thrown away
 */
export async function* learnableTurns(
  text: SurveyedText,
  options: LearnableOptions,
  onNote?: OnNote,
  onTurns: (turns: readonly Turn[]) => void = () => undefined,
): AsyncGenerator<Turn[]> {
  const filter = new TurnsFilter(options);
  for await (const turns of turnsOf(text, options.onBytes, onNote)) {
    onTurns(turns);
    yield filter.push(turns);
  }
  yield filter.end();
}

/** Writes the token file of a file of turns, and its marks beside it. @throws as `shelveText` */
export async function shelveTurns(
  text: SurveyedText,
  { shelfFolder, tokenizer, given, onNote, speaker, ...options }: ShelvingOptions,
): Promise<NonNullable<FileRecord['shelved']>> {
  const { sha256 } = text.inspection;
  const file = tokenFileName(sha256, tokenizer.hash);
  const passages = new GivenPassages(given);
  const marks = new MaskPacker();
  let bytes = 0;
  const learners = new Set<string>();
  const turns = learnableTurns(text, { ...options, onGiven: passages.push }, onNote, (all) => {
    for (const turn of all) if (turn.learn) learners.add(turn.speaker);
  });
  const encoded = async function* (): AsyncGenerator<Int32Array> {
    let any = false;
    for await (const some of turns) {
      if (some.length === 0) continue;
      const { ids, learn } = encodeTurns(tokenizer, some, any);
      any = true;
      bytes += some.reduce((sum, turn) => sum + Buffer.byteLength(lineOf(turn)), 0);
      marks.push(learn);
      yield ids;
      await passages.keepSmall();
    }
    if (!any) return;
    marks.push(Uint8Array.of(0));
    yield Int32Array.of(tokenizer.special.end);
  };
  const tokens = await writeTokens(join(shelfFolder, file), idBytes(tokenizer.vocabularySize), encoded());
  await writeAtomically(join(shelfFolder, maskFileName(file)), marks.bytes());
  // as `isAnswers` says, without reading it once more
  const answers = learners.size === 1 && learners.has(speaker);
  await passages.end();
  return { file, sha256, tokens, bytes, masked: true, answers };
}
