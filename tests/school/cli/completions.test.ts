import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completionScript, manPage, SHELLS } from '../../../school/cli/completions.ts';
import { program } from '../../../school/cli/program.ts';

const commands = await program();
const names = commands.commands.map((one) => one.name()).filter((name) => name !== 'help');

describe('completions', () => {
  it.each(SHELLS)('of %s know every command and its options', (shell) => {
    const script = completionScript(commands, shell);
    for (const name of names) expect(script, name).toContain(name);
    for (const option of ['dry-run', 'temperature', 'durations', 'without-library']) expect(script).toContain(option);
    expect(script).not.toContain('undefined');
  });

  /** What bash offers after these words, the last of which is being typed. */
  const offers = (...words: string[]): string[] => {
    const folder = mkdtempSync(join(tmpdir(), 'baby-completion-'));
    try {
      writeFileSync(join(folder, 'baby.bash'), completionScript(commands, 'bash'));
      const typed = words.map((word) => `'${word}'`).join(' ');
      const line = `source ./baby.bash; COMP_WORDS=(${typed}); COMP_CWORD=${words.length - 1}; _baby; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', line], { cwd: folder, encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
      return stdout.split('\n').filter((word) => word !== '');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

  it('are what bash itself offers', () => {
    expect(offers('baby', 'st').sort()).toEqual(['stats', 'status']);
    expect(offers('baby', 'twitch', 'l').sort()).toEqual(['leave', 'log', 'login', 'logout']);
    expect(offers('baby', 'feed', '--d')).toContain('--dry-run');
    expect(offers('baby', '--home', 'mia', 'sl')).toEqual(['sleep']);
    expect(offers('baby', 'feed', 'baby.b')).toEqual(['baby.bash']);
  });
});

describe('the man page', () => {
  it('describes every command, and holds no line that roff would take for its own', () => {
    const page = manPage(commands, '1.2.3');
    for (const name of names) expect(page).toContain(`.SS baby ${name.replaceAll('-', '\\-')}`);
    for (const line of page.split('\n').filter((one) => one.startsWith('.')))
      expect(line).toMatch(/^\.(TH|SH|SS|TP|B)( |$)/);
    expect(page).toContain('"babyLLM 1.2.3"');
  });
});
