import { join } from 'node:path';
import type { Command } from 'commander';
import { nearestTokens } from '../../../brain/voice/neighbours.ts';
import { openTensors } from '../../../soul/safetensors.ts';
import { findSoul } from '../../daemon/load-or-create.ts';
import { findHome } from '../../home/home.ts';
import { loadConfig } from '../../settings/config.ts';
import { tableLines } from '../../terminal/columns.ts';
import { seenToken } from '../../text/visible-tokens.ts';
import { CommandError, noBaby } from '../failure.ts';
import { type GlobalOptions, wholeOver } from '../options.ts';
import { flagTexts } from '../texts/flags.ts';
import { soulTexts } from '../texts/souls.ts';

/** Adds `baby near`. */
export function register(baby: Command): void {
  baby
    .command('near')
    .description(soulTexts.near.description)
    .argument('<word>', soulTexts.near.word)
    .option('-n, --lines <n>', soulTexts.near.lines, wholeOver(0))
    .option('--json', flagTexts.json)
    .action((word, _options, command) => nearCommand(word, command.optsWithGlobals()));
}

/** Names of the table of tokens in each brain's soul. */
const TABLES = ['tokens', 'embed.e_weights'];

interface NearFlags extends GlobalOptions {
  lines?: number;
  json?: boolean;
}

/** `baby near <word>`: of each token that the word is made of, its nearest neighbours by cosine. */
export async function nearCommand(word: string, { home: given, lines = 12, json }: NearFlags): Promise<void> {
  const home = findHome(given);
  const found = findSoul(home.soul, await loadConfig(home));
  if (!found) throw noBaby(home);
  const file = openTensors(join(found.soul.info.folder, 'weights.safetensors'));
  const name = TABLES.find((one) => file.places.has(one));
  const shape = name === undefined ? undefined : file.places.get(name)?.shape;
  if (name === undefined || shape === undefined) throw new CommandError(soulTexts.near.noTable(found.name));
  const [vocabulary, channels] = shape;
  const data = new Float32Array(vocabulary * channels);
  file.read([{ name, shape, data }]);
  const { tokenizer } = found;
  const text = (id: number): string => seenToken(tokenizer.decode([id]));
  // most tokens begin with the space before their word
  const ids = [...tokenizer.encode(word.startsWith(' ') ? word : ` ${word}`)];
  const answers = ids.map((id) => ({
    token: text(id),
    near: nearestTokens(data, channels, id, lines).map((one) => ({ token: text(one.id), cosine: one.cosine })),
  }));
  if (json) process.stdout.write(`${JSON.stringify(answers, undefined, 2)}\n`);
  else
    for (const { token, near } of answers) {
      const rows = near.map((one) => [`  ${one.token}`, one.cosine.toFixed(3)]);
      process.stdout.write(`${token}\n${tableLines(rows, [1]).join('\n')}\n`);
    }
}
