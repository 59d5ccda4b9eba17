import type { Command } from 'commander';
import { averageRoom, weightStorage } from '../../daemon/weight-room.ts';
import { findHome } from '../../home/home.ts';
import { examine } from '../../machine/doctor.ts';
import { loadConfig } from '../../settings/config.ts';
import { styleFor } from '../../terminal/style.ts';
import { hanging } from '../../terminal/wrap.ts';
import { asShown } from '../../text/display.ts';
import { EXIT } from '../failure.ts';
import type { GlobalOptions } from '../options.ts';
import { columnsOf, print } from '../printer.ts';
import { flagTexts } from '../texts/flags.ts';
import { machineTexts } from '../texts/machine.ts';

/** Adds `baby doctor`. */
export function register(baby: Command): void {
  baby
    .command('doctor')
    .description(machineTexts.doctor.description)
    .option('--json', flagTexts.json)
    .action((_options, command) => doctorCommand(command.optsWithGlobals()));
}

/** Columns before what a finding says. */
const INDENT = 17;

const MARKS = { good: 'ok  ', could: 'hint', bad: 'BAD ' } as const;

/** `baby doctor`: fails if something is not in order. */
export async function doctorCommand({ home, json }: GlobalOptions & { json?: boolean }): Promise<void> {
  const folder = findHome(home);
  // a config that cannot be used is among the findings already
  const config = await loadConfig(folder).catch(() => undefined);
  const findings = [...(await examine(folder)), ...(config ? [averageRoom(config), weightStorage(config)] : [])];
  if (findings.some(({ state }) => state === 'bad')) process.exitCode = EXIT.failed;
  if (json) return void process.stdout.write(`${JSON.stringify(findings, undefined, 2)}\n`);
  const style = styleFor(process.stdout);
  const paint = { good: style.good, could: style.warning, bad: style.error } as const;
  const width = columnsOf(process.stdout);
  for (const { state, what, says } of findings) {
    const head = `${paint[state](MARKS[state])}  ${what.padEnd(10)} `;
    process.stdout.write(`${hanging(head, INDENT, says, width).join('\n')}\n`);
  }
  const advice = findings.flatMap((finding) => (finding.advice ? [finding.advice] : []));
  print(advice.length > 0 ? `\n${machineTexts.doctor.wouldHelp}\n` : `\n${machineTexts.doctor.nothingHelps}\n`);
  for (const sentence of advice) print(`  - ${asShown(sentence)}\n`);
}
