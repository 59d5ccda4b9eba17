import type { Command } from 'commander';
import { version } from '../../home/package-root.ts';
import { flagTexts } from '../texts/flags.ts';
import { statusTexts } from '../texts/status.ts';

/** Adds `baby version`. */
export function register(baby: Command): void {
  baby
    .command('version')
    .description(statusTexts.version)
    .option('--json', flagTexts.json)
    .action((_options, command) => versionCommand(command.optsWithGlobals()));
}

/** `baby version`. */
export function versionCommand({ json }: { json?: boolean }): void {
  const about = { babyllm: version, node: process.versions.node, platform: `${process.platform}-${process.arch}` };
  process.stdout.write(
    json ? `${JSON.stringify(about)}\n` : `${statusTexts.versions(about.babyllm, about.node, about.platform)}\n`,
  );
}
