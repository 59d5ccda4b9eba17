import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Argument, type Command } from 'commander';
import { printable } from '../../../library/notices/printable.ts';
import { findHome, makeHome } from '../../home/home.ts';
import { type Config, loadConfig, parseConfig, saveConfig } from '../../settings/config.ts';
import { GROUPS, type Group } from '../../settings/meanings.ts';
import { listSettings, type SettingRow, valueText, writtenSettings } from '../../settings/settings-list.ts';
import { type Style, styleFor } from '../../terminal/style.ts';
import { wrapped } from '../../terminal/wrap.ts';
import { asShown } from '../../text/display.ts';
import { attachIfAwake } from '../connect.ts';
import { CommandError, usageError } from '../failure.ts';
import type { GlobalOptions } from '../options.ts';
import { print } from '../printer.ts';
import { choiceTexts } from '../texts/choices.ts';
import { flagTexts } from '../texts/flags.ts';

/** Adds `baby config`. */
export function register(baby: Command): void {
  baby
    .command('config')
    .description(choiceTexts.config.description)
    .addArgument(new Argument('[what]', choiceTexts.config.what))
    .option('--changed', choiceTexts.config.changed)
    .option('--json', flagTexts.json)
    .action((what, _options, command) => configCommand(what, command.optsWithGlobals()));
}

interface ConfigFlags extends GlobalOptions {
  changed?: boolean;
  json?: boolean;
}

/** `baby config`: all settings with their meaning, or `baby config edit`. */
export async function configCommand(what: string | undefined, flags: ConfigFlags): Promise<void> {
  if (what === 'edit') return edit(flags);
  const home = findHome(flags.home);
  const life = await attachIfAwake(home);
  try {
    const config = life ? (await life.status()).config : await loadConfig(home);
    const all = listSettings(config, writtenSettings(home));
    const word = what?.toLowerCase();
    const rows = all.filter(
      (row) =>
        (!flags.changed || JSON.stringify(row.value) !== JSON.stringify(row.default)) &&
        (word === undefined || `${row.key} ${row.means}`.toLowerCase().includes(word)),
    );
    if (flags.json) process.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`);
    else if (rows.length === 0) throw usageError(nothingFound(what));
    else process.stdout.write(settingsText(rows, process.stdout.columns ?? 100, styleFor(process.stdout)));
  } finally {
    life?.close();
  }
}

const nothingFound = (what: string | undefined): string =>
  what === undefined ? choiceTexts.config.allDefault : choiceTexts.config.noneWith(JSON.stringify(what.slice(0, 60)));

/** Settings by group, each with its meaning below it; every line at most `width` columns. */
export function settingsText(rows: readonly SettingRow[], width: number, style: Style): string {
  const lines: string[] = [];
  for (const [group, title] of Object.entries(GROUPS) as [Group, string][]) {
    const members = rows.filter((row) => row.group === group);
    if (members.length === 0) continue;
    lines.push('', style.heading(title));
    for (const row of members) lines.push(...settingLines(row, Math.max(40, width), style));
  }
  return `${lines.slice(1).join('\n')}\n`;
}

function settingLines(row: SettingRow, width: number, style: Style): string[] {
  const isDefault = JSON.stringify(row.value) === JSON.stringify(row.default);
  const value = valueText(row);
  const head = `  ${row.key.padEnd(26)} `;
  const [first, ...more] = wrapped(printable(value), width - head.length);
  const shown = (text: string): string => (isDefault ? text : style.accent(text));
  const origin = isDefault
    ? row.range
    : choiceTexts.config.rangeAndDefault(row.range, valueText({ ...row, value: row.default }));
  const when = row.isLive ? '' : choiceTexts.config.atNextWake;
  const meaning = `${row.means} (${origin}${when})`;
  const indent = ' '.repeat(head.length);
  return [
    head + shown(first),
    ...more.map((line) => indent + shown(line)),
    ...wrapped(printable(meaning), width - 4).map((line) => `    ${style.dim(line)}`),
  ];
}

/** Opens baby.json in the owner's editor; what comes back is checked before it takes the place of the old one. */
async function edit({ home: given }: ConfigFlags): Promise<void> {
  const home = makeHome(given);
  if (!existsSync(home.config)) await saveConfig(home, await loadConfig(home));
  const editor = process.env['VISUAL'] || process.env['EDITOR'] || (process.platform === 'win32' ? 'notepad' : 'vi');
  const folder = mkdtempSync(join(tmpdir(), 'baby-config-'));
  const draft = join(folder, 'baby.json');
  try {
    copyFileSync(home.config, draft);
    await run(editor, draft);
    const text = readFileSync(draft, 'utf8');
    if (text === readFileSync(home.config, 'utf8')) {
      process.stdout.write(`${choiceTexts.config.unchanged}\n`);
      return;
    }
    const config: Config = parseConfig(text, 'baby.json');
    await saveConfig(home, config);
    const life = await attachIfAwake(home);
    life?.close();
    const when = life ? ` ${choiceTexts.config.whileAwake}` : '';
    print(asShown(`${choiceTexts.config.saved(home.config, when)}\n`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs an editor with the terminal of this process. VISUAL and EDITOR may hold options: `code --wait`. */
function run(editor: string, file: string): Promise<void> {
  const [command, ...args] = editor.split(/\s+/).filter((word) => word !== '') as [string, ...string[]];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args, file], { stdio: 'inherit' });
    child.on('error', () => reject(new CommandError(choiceTexts.config.editorMissing(printable(editor)))));
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new CommandError(choiceTexts.config.editorFailed(code))),
    );
  });
}
