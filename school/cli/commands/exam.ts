import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { inspect, readText } from '../../../library/texts/reading.ts';
import { bytes, count } from '../../../statistics/format/numbers.ts';
import type { ExamResult } from '../../api/messages.ts';
import { siblingName } from '../../api/sibling-words.ts';
import { oneLine } from '../../text/view-format.ts';
import { withBaby } from '../connect.ts';
import { CommandError, whyNamed } from '../failure.ts';
import type { GlobalOptions } from '../options.ts';
import { printEither } from '../printer.ts';
import { flagTexts } from '../texts/flags.ts';

/** Adds `baby exam`. */
export function register(baby: Command): void {
  baby
    .command('exam')
    .description('how well it foresees text that it never learnt, in bits per byte (less is better)')
    .option('--text <file>', 'examine this text instead of the part of its library that is held out')
    .option('--json', flagTexts.json)
    .action((_options, command) => examCommand(command.optsWithGlobals()));
}

/** Texts are held in memory for an exam, and sent over the line. */
const LARGEST = 64 * 1024 * 1024;

/** `baby exam`: bits per byte of the held-out part, or of any text. */
export async function examCommand({
  home,
  text: file,
  json,
}: GlobalOptions & { text?: string; json?: boolean }): Promise<void> {
  const text = file === undefined ? undefined : await textOf(file);
  const name = file === undefined ? undefined : oneLine(basename(file)).slice(0, 200) || 'text';
  const result = await withBaby(home, (baby) => baby.exam(text, name));
  printEither(json, result, () => sentences(result));
}

/** What all say together, and what each of them would alone. */
function sentences(result: ExamResult): string {
  const each = Object.entries(result.each ?? {}).map(
    ([id, bits]) => `  ${siblingName(Number(id))} alone: ${bits.toFixed(4)} bits per byte\n`,
  );
  const { withMemory, remembering } = result;
  const remembered =
    withMemory === undefined ? '' : `  with its memory of the library: ${withMemory.toFixed(4)} bits per byte\n`;
  const asItReads =
    remembering === undefined ? '' : `  … and of what it reads as it goes: ${remembering.toFixed(4)} bits per byte\n`;
  const { teacher } = result;
  const taught = teacher
    ? `  its teacher ${oneLine(teacher.name)}, by its weights: ${teacher.bitsPerByte.toFixed(4)} bits per byte\n`
    : '';
  return `${sentence(result)}\n${each.join('')}${taught}${remembered}${asItReads}${correctionsOf(result)}`;
}

/** How corrected questions are answered, and whether others get a correction. */
function correctionsOf({ corrections }: ExamResult): string {
  if (!corrections) return '';
  const { of, remembered, byWeights, forms, formsRemembered, others, othersRemembered, othersByWeights } = corrections;
  return (
    `  corrected questions answered so: ${remembered} of ${of} by its memory (${formsRemembered} of ${forms} in other forms), ` +
    `${byWeights} of ${of} by the weights alone\n` +
    `  other questions answered with a correction: ${othersRemembered} of ${others} by its memory, ${othersByWeights} of ${others} by the weights alone\n`
  );
}

function sentence({ bitsPerByte, loss, tokens, bytes: size, of, step }: ExamResult): string {
  return (
    `${bitsPerByte.toFixed(4)} bits per byte on ${oneLine(of)} at step ${count(step)} ` +
    `(${loss.toFixed(4)} nats per token; ${count(tokens)} tokens, ${bytes(size)})`
  );
}

/** A file's text, cleaned as it would be for learning. @throws CommandError with one sentence */
async function textOf(file: string): Promise<string> {
  const path = resolve(file);
  const refuse = (why: string) => new CommandError(`${printable(path)} cannot be examined: ${why}.`);
  try {
    const stats = await stat(path);
    if (!stats.isFile()) throw refuse('it is no file');
    if (stats.size === 0) throw refuse('it is empty');
    if (stats.size > LARGEST)
      throw refuse(`it has ${bytes(stats.size)}, and at most ${bytes(LARGEST)} are examined at once`);
    const found = { name: printable(file), path, size: stats.size, mtimeMs: stats.mtimeMs, ctimeMs: stats.ctimeMs };
    const inspection = await inspect(found);
    if (!inspection.encoding) throw refuse('it is no text');
    let text = '';
    for await (const piece of readText(found, inspection)) text += piece;
    if (text.trim() === '') throw refuse('it holds no words');
    return text;
  } catch (error) {
    throw error instanceof CommandError ? error : refuse(whyNamed(error, 'file'));
  }
}
