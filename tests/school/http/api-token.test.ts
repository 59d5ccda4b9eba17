import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isOrigin } from '../../../school/http/access.ts';
import { apiToken, apiTokenFile, overlayToken } from '../../../school/http/api-token.ts';
import { temporaryFolder } from '../temporary.ts';

const newRun = () => {
  const run = join(temporaryFolder(), 'run');
  mkdirSync(run, { mode: 0o700 });
  return { run };
};

describe('the token of a home', () => {
  it('is made once, where only its owner can read it, and replaced when that is wished', () => {
    const home = newRun();
    const token = apiToken(home);
    expect(token).toMatch(/^baby-[\w-]{43}$/);
    expect(readFileSync(apiTokenFile(home), 'utf8')).toBe(`${token}\n`);
    expect(statSync(apiTokenFile(home)).mode & 0o777).toBe(0o600);
    expect(apiToken(home)).toBe(token);
    const other = apiToken(home, true);
    expect(other).not.toBe(token);
    expect(apiToken(home)).toBe(other);
    expect(apiToken(newRun())).not.toBe(other);
  });

  it('is replaced where others could read it, where it is a link, and where it is no token', () => {
    const home = newRun();
    const file = apiTokenFile(home);
    const open = apiToken(home);
    chmodSync(file, 0o640);
    const second = apiToken(home);
    expect(second).not.toBe(open);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    renameSync(file, `${file}.elsewhere`);
    symlinkSync(`${file}.elsewhere`, file);
    const third = apiToken(home);
    expect(third).not.toBe(second);
    writeFileSync(file, 'short\n');
    expect(apiToken(home)).toMatch(/^baby-[\w-]{43}$/);
  });
});

describe('the token of the overlay', () => {
  it('stays the same, is private, and is not the token of programs', () => {
    const home = newRun();
    const token = overlayToken(home);
    expect(token).toMatch(/^overlay-[\w-]{43}$/);
    expect(overlayToken(home)).toBe(token);
    expect(statSync(join(home.run, 'overlay-token')).mode & 0o777).toBe(0o600);
    // a token of programs in its place would open more
    writeFileSync(join(home.run, 'overlay-token'), `${apiToken(home)}\n`);
    expect(overlayToken(home)).toMatch(/^overlay-/);
  });
});

describe('an origin that is allowed', () => {
  it.each(['http://localhost:3000', 'https://example.com', 'vscode-webview://abc', 'app://obsidian.md'])(
    'is a page such as %s',
    (text) => expect(isOrigin(text)).toBe(true),
  );
  it.each(['*', 'null', '', 'localhost', 'http://', 'http://*.com', 'http://a/b', 'http://a@b', 'a b://c'])(
    'is never %j',
    (text) => expect(isOrigin(text)).toBe(false),
  );
});
