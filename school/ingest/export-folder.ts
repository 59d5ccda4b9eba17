/** Feeding what is more than a plain text: exports, books, pages, tables, and zip files of them. */

import { Rewriter } from '../../library/cleaning/rewriter.ts';
import { rulesForPlainTexts } from '../../library/cleaning/rules.ts';
import { type Collection, isGuessed, titleOf } from '../../library/importing/collection.ts';
import { EarlierExports } from '../../library/importing/earlier-exports.ts';
import { type Imported, importCollection } from '../../library/importing/importing.ts';
import { FEED_OWN, Owner, OwnerUnknown, SaidOwn } from '../../library/importing/owner.ts';
import type { Summary } from '../../library/importing/summary.ts';
import { LibraryWriter, type Written } from '../../library/importing/writing.ts';
import { note, reason } from '../../library/notices/notices.ts';
import { printable } from '../../library/notices/printable.ts';
import type { Fed, Feeding } from './feeder.ts';
import { accountOf, learntOf } from './sentences.ts';
import { texts } from './texts.ts';

/** How many names of written files are reported. */
const SHOWN = 5;

/** In a rehearsal nothing is written. */
const NOWHERE = { append: () => undefined };

/**
 * Imports a collection. What was written of it before is replaced, once all of it is read.
 *
 * @param path of the file or folder that is fed, by which it is known again; @param name how it is called in sentences
 */
export async function feedExported(
  feeding: Feeding,
  collection: Collection,
  { path, name, onBytes }: { path: string; name: string; onBytes: (bytes: number) => void },
): Promise<Fed> {
  const { home, rules, standIns, manifest, speakers, options } = feeding;
  const started = performance.now();
  const says = (text: string): Fed => ({ outcome: 'refused', message: note('error', name, text).message });
  const preview = options.dryRun ?? false;
  const held: string[] = [];
  const rewriter = new Rewriter(rules, standIns, { preview });
  const plainRewriter = new Rewriter(rulesForPlainTexts(rules), standIns, { preview });
  const writer = preview ? undefined : await LibraryWriter.begin(home.library, process.pid);
  try {
    const imported = await importCollection(collection, {
      owner: options.me === undefined ? undefined : new Owner(options.me),
      remembered: new Owner(manifest.me),
      askOwner: options.askOwner && ((people, guessed) => options.askOwner!(people, name, guessed)),
      allOwn: options.own,
      others: options.others ?? 'leave',
      rewriter,
      plainRewriter,
      speakers,
      sink: writer ?? NOWHERE,
      onBytes,
      onWarning: (file, text) => {
        const where = file === name ? name : `${name}/${file}`;
        const { message } = note('warning', where, text);
        if (collection.items.length === 1) held.push(message);
        else options.onFed({ outcome: 'warning', message });
      },
    });
    const nothing = whyNothing(imported, isGuessed(collection));
    // Of one file it is one sentence why nothing came of it.
    if (nothing !== undefined) return held.length === 1 ? { outcome: 'refused', message: held[0]! } : says(nothing);
    for (const message of held) options.onFed({ outcome: 'warning', message });
    const what = titleOf(collection);
    const written =
      writer && (await put(feeding, writer, { path, what, isChat: imported.summary.messages > 0 }, imported.owner));
    for (const change of [...rewriter.preview, ...plainRewriter.preview]) options.onChange?.(change);
    const outputs = writer?.outputs ?? [];
    if (written !== undefined && outputs.length === 0)
      return { outcome: 'known', message: note('info', name, texts.inLibrary).message };
    const seconds = (performance.now() - started) / 1000;
    const account = accountOf(what, imported.summary, [rewriter, plainRewriter], seconds);
    return {
      outcome: 'imported',
      message: note('info', name, texts.account.imported(collection.items.length, what, learntOf(account))).message,
      name: printable(name),
      as: outputs.slice(0, SHOWN).map((output) => printable(output.name)),
      files: outputs.length,
      bytes: written?.bytes ?? 0,
      account,
    };
  } catch (error) {
    if (error instanceof SaidOwn) throw error;
    if (error instanceof OwnerUnknown) return says(texts.refused.ownerUnknown(error.message));
    return says(texts.refused.cannotBeFed(reason(error)));
  } finally {
    await writer?.discard();
  }
}

/** Puts what was written into the library, and remembers it, also if that is broken off: no file there may be nobody's. */
async function put(
  { home, manifest, standIns, options }: Feeding,
  writer: LibraryWriter,
  { path, what, isChat }: { path: string; what: string; isChat: boolean },
  owner: Owner | undefined,
): Promise<Written> {
  // who is who must be known before anybody is called so in the library
  await standIns.save();
  const earlier = new EarlierExports(home.library, isChat ? manifest.outputsBeside(path, what) : []);
  try {
    const written = await writer.finish(manifest.get(path)?.outputs ?? [], options.beforeReplacing, earlier);
    for (const text of written.notes)
      options.onFed({ outcome: 'warning', message: note('warning', text, '').message.trim() });
    manifest.me = [...new Set([...manifest.me, ...(owner?.names ?? [])])];
    return written;
  } finally {
    const { outputs } = writer;
    manifest.forget(earlier.replaced);
    if (outputs.length > 0) manifest.set(path, { what, fed: new Date().toISOString(), outputs });
  }
}

/** Why nothing of it would be learnt, if that is so. */
function whyNothing({ summary, owner }: Imported, guessed: boolean): string | undefined {
  if (summary.learntWords > 0) return undefined;
  if (summary.messages === 0) return texts.refused.noWords(leftOutIn(summary));
  const people = summary.people.list(8).map(({ name, messages }) => `${name} (${messages})`);
  const who = owner?.names.join(' or ') ?? texts.refused.you;
  const by = people.join(', ') || texts.refused.nobody;
  return guessed ? texts.refused.nothingByOrOwn(who, by, FEED_OWN) : texts.refused.nothingBy(who, by);
}

function leftOutIn({ leftOut }: Summary): string {
  const counts = [...leftOut].map(([why, count]) => `${count} ${why}`);
  return counts.length === 0 ? '' : texts.account.leftOut(counts.join(', '));
}
