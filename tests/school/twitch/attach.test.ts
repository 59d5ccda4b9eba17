import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { makeHome } from '../../../school/home/home.ts';
import { configure } from '../../../school/settings/config.ts';
import { livingTwitch } from '../../../school/twitch/attach.ts';
import { serviceTexts } from '../../../school/twitch/texts/service.ts';
import { FakeLife } from '../fake-life.ts';
import { files, temporaryFolder, tokenizer } from '../tiny.ts';

function begin() {
  const notes: string[] = [];
  const twitch = livingTwitch({
    home: makeHome(temporaryFolder()),
    settings: { config: configure({}, 'the test') },
    life: new FakeLife(),
    tokenizer: () => tokenizer,
    taughtBefore: [],
    inSource: () => [],
    ownWords: () => [],
    tell: (event) => event.event === 'note' && notes.push(event.data.message),
  });
  const guarded = async () => (await twitch.answer({ do: 'status' })).status.guarded;
  return { twitch, guarded, notes };
}

/** A library with one text, and the catalogue that names it. */
function libraryOf(tokens = files[0].tokens) {
  const file = { name: 'story.txt', tokens };
  const catalogued = { name: file.name, tokens: 1, bytes: 1, sha256: 'no starter text', path: join('shelf', 'a') };
  const catalogue = {
    ...{ tokenizerHash: '', end: 0, vocabularySize: 320, totalTokens: 1, totalBytes: 1 },
    files: [{ ...catalogued, heldOutTokens: 0, heldOutBytes: 0 }],
  };
  return [{ files: [file], exams: [] }, catalogue] as const;
}

describe('a library that changes while it is awake', () => {
  it('keeps nobody waiting for its guard once the lesson has it', async () => {
    const { twitch, guarded } = begin();
    let learnt = false;
    await twitch.guard(...libraryOf(), () => {
      learnt = true;
    });
    expect(learnt).toBe(true);
    expect(await guarded()).toBe(false);
    await vi.waitFor(async () => expect(await guarded()).toBe(true), 10_000);
    await twitch.close();
  });

  it('whose guard cannot be built is told of, also when nobody waits any more', async () => {
    const { twitch, guarded, notes } = begin();
    await twitch.guard(...libraryOf(Uint16Array.of(65_000)), () => {});
    await vi.waitFor(() => expect(notes.join()).toContain(serviceTexts.notGuarded('')), 10_000);
    expect(await guarded()).toBe(false);
    await twitch.close();
  });
});
