import type { Command } from 'commander';
import { version } from '../../home/package-root.ts';

/** Adds `baby version`. */
export function register(baby: Command): void {
  baby
    .command('version')
    .description('the version of the program, and of the Node that runs it')
    .option('--json', 'print JSON')
    .action((_options, command) => versionCommand(command.optsWithGlobals()));
}

/** `baby version`. */
export function versionCommand({ json }: { json?: boolean }): void {
  const about = { babyllm: version, node: process.versions.node, platform: `${process.platform}-${process.arch}` };
  process.stdout.write(
    json ? `${JSON.stringify(about)}\n` : `babyLLM ${about.babyllm} (Node ${about.node}, ${about.platform})\n`,
  );
}
