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
import { soulTexts } from '../texts/souls.ts';

/** Adds `baby exam`. */
export function register(baby: Command): void {
  baby
    .command('exam')
    .description(soulTexts.exam.description)
    .option('--text <file>', soulTexts.exam.text)
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
    ([id, bits]) => `  ${soulTexts.exam.alone(siblingName(Number(id)), bits.toFixed(4))}\n`,
  );
  const { withMemory, remembering } = result;
  const remembered = withMemory === undefined ? '' : `  ${soulTexts.exam.withMemory(withMemory.toFixed(4))}\n`;
  const asItReads = remembering === undefined ? '' : `  ${soulTexts.exam.asItReads(remembering.toFixed(4))}\n`;
  const { teacher } = result;
  const taught = teacher ? `  ${soulTexts.exam.teacher(oneLine(teacher.name), teacher.bitsPerByte.toFixed(4))}\n` : '';
  return `${sentence(result)}\n${each.join('')}${taught}${remembered}${asItReads}${correctionsOf(result)}`;
}

/** How corrected questions are answered, and whether others get a correction. */
function correctionsOf({ corrections }: ExamResult): string {
  if (!corrections) return '';
  const { of, remembered, byWeights, forms, formsRemembered, others, othersRemembered, othersByWeights } = corrections;
  const inForms = soulTexts.exam.ofForms(formsRemembered, forms);
  return (
    `  ${soulTexts.exam.corrected(remembered, of, inForms, byWeights)}\n` +
    `  ${soulTexts.exam.others(othersRemembered, othersByWeights, others)}\n`
  );
}

function sentence({ bitsPerByte, loss, tokens, bytes: size, of, step }: ExamResult): string {
  return soulTexts.exam.bitsPerByte(
    bitsPerByte.toFixed(4),
    oneLine(of),
    count(step),
    loss.toFixed(4),
    count(tokens),
    bytes(size),
  );
}

/** A file's text, cleaned as it would be for learning. @throws CommandError with one sentence */
async function textOf(file: string): Promise<string> {
  const path = resolve(file);
  const refuse = (why: string) => new CommandError(soulTexts.exam.cannotBeExamined(printable(path), why));
  try {
    const stats = await stat(path);
    if (!stats.isFile()) throw refuse(soulTexts.exam.noFile);
    if (stats.size === 0) throw refuse(soulTexts.exam.isEmpty);
    if (stats.size > LARGEST) throw refuse(soulTexts.exam.tooLarge(bytes(stats.size), bytes(LARGEST)));
    const found = { name: printable(file), path, size: stats.size, mtimeMs: stats.mtimeMs, ctimeMs: stats.ctimeMs };
    const inspection = await inspect(found);
    if (!inspection.encoding) throw refuse(soulTexts.exam.noText);
    let text = '';
    for await (const piece of readText(found, inspection)) text += piece;
    if (text.trim() === '') throw refuse(soulTexts.exam.noWords);
    return text;
  } catch (error) {
    throw error instanceof CommandError ? error : refuse(whyNamed(error, 'file'));
  }
}
