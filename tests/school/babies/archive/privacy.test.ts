import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { ExampleStore } from '../../../../library/sources/example-store.ts';
import { exportBaby } from '../../../../school/babies/archive/export.ts';
import { importBaby } from '../../../../school/babies/archive/import.ts';
import { texts } from '../../../../school/babies/texts.ts';
import { findHome, type Home, isReadOnly } from '../../../../school/home/home.ts';
import { configure, loadConfig, saveConfig } from '../../../../school/settings/config.ts';
import { ConsentStore } from '../../../../school/twitch/consent/consent.ts';
import { twitchFiles } from '../../../../school/twitch/service-options.ts';
import { Ledger } from '../../../../statistics/ledger/ledger.ts';
import { temporaryFolder } from '../../temporary.ts';
import { put, sleepingHome } from '../baby.ts';

const HOUR = 3_600_000;

async function moved(home: Home, options: Parameters<typeof exportBaby>[2] = { awake: false }) {
  const file = join(temporaryFolder(), 'mia.tar');
  await exportBaby(home, file, options);
  const bytes = readFileSync(file);
  return {
    stands: (words: string) => bytes.includes(words),
    ...(await importBaby(file, join(temporaryFolder(), 'there'))),
  };
}

/** Something that somebody said so many hours ago, and is to be learnt. */
async function said(home: Home, id: string, hours: number): Promise<void> {
  const store = new ConsentStore(twitchFiles(home.twitch).consent, { retention: 1000 * HOUR });
  store.optIn('1', 'ann', 0);
  store.keep({ id, userId: '1', channel: 'loop', at: Date.now() - hours * HOUR }, `the ${id} walrus sings`);
  store.close();
  const book = await ExampleStore.open(home.sources, () => {});
  await book.add('twitch', [{ id, turns: [{ speaker: 'chatter', text: `the ${id} walrus sings`, learn: true }] }]);
}

describe('an archive', () => {
  it.each([true, false])('carries of people’s words only what may still be kept (awake: %s)', async (awake) => {
    const home = await sleepingHome();
    await said(home, 'purple', 1);
    await said(home, 'yellow', 25);
    await said(home, 'green', 23);
    const { stands, home: there } = await moved(home, { awake });
    expect(['purple', 'yellow', 'green'].map((id) => stands(`the ${id} walrus`))).toEqual([true, false, true]);
    const book = await ExampleStore.open(there.sources, () => {});
    expect(book.entries('twitch').map(({ id }) => id)).toEqual(['purple', 'green']);
    // nothing was changed where it comes from
    expect(readFileSync(join(home.sources, 'twitch.jsonl'), 'utf8')).toContain('yellow');
  });

  it('goes by the time that its owner has set, and carries none that nobody agreed to any more', async () => {
    const home = await sleepingHome();
    await said(home, 'purple', 1);
    await said(home, 'green', 23);
    await saveConfig(home, configure({ twitch: { retentionHours: 2 } }, 'a test', await loadConfig(home)));
    expect((await moved(home)).stands('the green walrus')).toBe(false);
    // forgotten, by a process that was killed before the words left the source
    const store = new ConsentStore(twitchFiles(home.twitch).consent, { retention: 2 * HOUR });
    store.forget('1', Date.now());
    store.close();
    const { stands } = await moved(home);
    expect(['purple', 'green'].map((id) => stands(`the ${id} walrus`))).toEqual([false, false]);
    writeFileSync(twitchFiles(home.twitch).consent, 'no file of SQLite at all '.repeat(100));
    await said(await sleepingHome(), 'other', 1);
    const { home: there } = await moved(home);
    expect(existsSync(twitchFiles(there.twitch).consent)).toBe(false);
  });

  it('without chats carries no journal, on no page of its ledger', async () => {
    const home = await sleepingHome();
    const ledger = Ledger.open({ folder: home.statistics, flushEvery: 0, tendEvery: 0 });
    ledger.beginRun();
    ledger.event('journal', { step: 7, text: 'rumpelstiltskin was here' });
    ledger.log('info', 'journal', 'rumpelstiltskin was here');
    ledger.log('info', 'life', 'asleep, and no secret');
    ledger.close('asleep');
    expect((await moved(home)).stands('rumpelstiltskin')).toBe(true);
    const { stands, home: there } = await moved(home, { awake: false, withoutChats: true });
    expect(stands('rumpelstiltskin')).toBe(false);
    const database = new Database(join(there.statistics, 'statistics.db'), { readonly: true });
    const find = database.prepare('SELECT count(*) FROM log_fts WHERE log_fts MATCH ?').pluck();
    expect([find.get('rum'), find.get('sec')]).toEqual([0, 1]);
    const counted = database.prepare("SELECT value FROM tally WHERE name = 'log_bytes'").pluck().get();
    const real = database.prepare('SELECT sum(octet_length(message) + coalesce(octet_length(data), 0) + 40) FROM log');
    expect(counted).toBe(real.pluck().get());
    database.close();
  });

  it('brings no login, and no address, into the home that it becomes', async () => {
    const home = await sleepingHome();
    const twitch = {
      channel: 'elsewhere',
      server: 'wss://irc.example.org',
      idServer: 'https://id.example.org',
      prefix: '?',
    };
    await saveConfig(home, configure({ twitch }, 'a test', await loadConfig(home)));
    const archive = join(temporaryFolder(), 'mia.tar');
    await exportBaby(home, archive, { awake: false });
    const there = await importBaby(archive, join(temporaryFolder(), 'there'));
    const config = await loadConfig(there.home);
    expect(config.twitch).toMatchObject({ channel: '', server: expect.stringContaining('twitch.tv'), prefix: '?' });
    expect(config.twitch.idServer).toContain('twitch.tv');
    expect(there.notes).toHaveLength(3);
    expect(there.notes[0]).toBe(texts.import.addressLeftOut('channel', 'elsewhere'));
    expect(readdirSync(there.home.folder)).not.toContain('twitch');
  });
});

/** A disk for one folder that is read-only from then on; undefined where that is not possible. */
function readOnlyCopy(folder: string): { folder: string; release: () => void } | undefined {
  const disk = temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', disk], { stdio: 'pipe' });
  } catch {
    return undefined;
  }
  cpSync(folder, join(disk, 'home'), { recursive: true });
  execFileSync('mount', ['-o', 'remount,ro', disk], { stdio: 'pipe' });
  return { folder: join(disk, 'home'), release: () => execFileSync('umount', [disk]) };
}

describe('a home on a read-only disk', () => {
  it('can be packed, its ledger and what people said too', async (context) => {
    const home = await sleepingHome();
    await said(home, 'purple', 1);
    await said(home, 'yellow', 25);
    put(home, 'twitch/blocklist.txt', 'mud\n');
    mkdirSync(join(home.folder, 'run'), { recursive: true });
    const disk = readOnlyCopy(home.folder);
    if (disk === undefined) return context.skip('it needs to mount a disk');
    try {
      expect(isReadOnly(disk.folder)).toBe(true);
      const { stands, home: there } = await moved(findHome(disk.folder, {}));
      expect([stands('the purple walrus'), stands('the yellow walrus')]).toEqual([true, false]);
      expect(new Database(join(there.statistics, 'statistics.db'), { readonly: true }).pragma('quick_check')).toEqual([
        { quick_check: 'ok' },
      ]);
    } finally {
      disk.release();
    }
  });
});
