/** `npm run page`: writes the page that trains by itself into a folder, for any static host; with --soul one that talks as a soul. */
import { readFileSync, statSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { printable } from '../../library/notices/printable.ts';
import type { SoulContent } from '../../soul/checkpoint.ts';
import { decodeSoulFile, encodeSoulFile } from '../../soul/soul-file.ts';
import { readWhole } from '../../soul/whole-soul.ts';
import { bytes, count } from '../../statistics/format/numbers.ts';
import { callerFolder } from '../home/invocation.ts';
import { trainingFiles } from '../http/window/page-files.ts';
import { speakingPart } from '../interchange/speaking-soul.ts';
import { sentenceOf } from './failure.ts';
import { programTexts } from './texts/programs.ts';

const SOUL = 'soul.safetensors';

async function write(): Promise<void> {
  const { values } = parseArgs({ options: { out: { type: 'string' }, soul: { type: 'string' } } });
  const at = (path: string): string => resolve(callerFolder() ?? '.', path);
  const out = at(values.out ?? 'page');
  const files = trainingFiles();
  const soul = values.soul === undefined ? undefined : speakingPart(contentOf(at(values.soul)));
  const file = soul && Buffer.concat(encodeSoulFile(soul));
  await mkdir(out, { recursive: true });
  // an older page may have left files that this one does not load
  for (const room of ['brain', 'library', 'packages', 'school', 'soul', 'statistics', 'window'])
    await rm(join(out, room), { recursive: true, force: true });
  for (const [path, { bytes: content }] of files) {
    const isEntry = path === 'window/page.html';
    const text = isEntry && soul ? content.toString().replace('<body', `<body data-soul="${SOUL}"`) : content;
    const target = join(out, isEntry ? 'index.html' : path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  if (file) await writeFile(join(out, SOUL), file);
  else await rm(join(out, SOUL), { force: true });
  process.stdout.write(`${programTexts.page.written(printable(out), count(files.size))}\n`);
  if (soul && file) process.stdout.write(warningOf(soul, file.length));
  process.stdout.write(`${programTexts.page.anyHost}\n`);
}

const contentOf = (path: string): SoulContent =>
  statSync(path).isDirectory() ? readWhole(path) : decodeSoulFile(readFileSync(path));

function warningOf({ tensors, summary }: SoulContent, size: number): string {
  const parameters = (tensors['weights'] ?? []).reduce((sum, { data }) => sum + data.length, 0);
  return `${programTexts.page.withSoul(SOUL, bytes(size), count(parameters), count(summary.step))}\n`;
}

write().catch((error: unknown) => {
  const isUsage = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`${sentenceOf(error, true)}${isUsage ? ` ${programTexts.page.usage}` : ''}\n`);
  process.exitCode = 1;
});
