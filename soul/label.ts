/** `label.json` beside a checkpoint's files: why it was saved, and what its owner calls it. It may change; the checkpoint never does. */

import fs from 'node:fs';
import path from 'node:path';
import { type Disk, renameDurably } from './disk.ts';
import { printable, SoulError, systemCode } from './errors.ts';
import { soulTexts } from './texts.ts';

export const LABEL_FILE = 'label.json';

/** Characters of a name or a reason. */
const LONGEST = 200;

export interface Label {
  /** the act before which it was saved: `before feeding diary.txt` */
  reason?: string | undefined;
  /** what its owner calls it; then it is kept for ever */
  keptAs?: string | undefined;
}

/** Reads the label of a checkpoint; none is an empty one. A label that is damaged is told apart, so that its soul is not let go. */
export function readLabel(folder: string): Label & { unreadable?: true } {
  let text: string;
  try {
    text = fs.readFileSync(path.join(folder, LABEL_FILE), 'utf8');
  } catch (error) {
    return systemCode(error) === 'ENOENT' ? {} : { unreadable: true };
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return { unreadable: true };
    const { reason, keptAs } = parsed as Record<string, unknown>;
    if (![reason, keptAs].every((part) => part === undefined || typeof part === 'string')) return { unreadable: true };
    const label = { reason, keptAs } as Label;
    return {
      ...(label.reason !== undefined && { reason: printable(label.reason) }),
      ...(label.keptAs !== undefined && { keptAs: printable(label.keptAs) }),
    };
  } catch {
    return { unreadable: true };
  }
}

/** Puts a label in the place of the one before, whole or not at all. @throws the system's error */
export function writeLabel(disk: Disk, folder: string, label: Label): void {
  const draft = path.join(folder, `.${LABEL_FILE}`);
  const fd = fs.openSync(draft, 'w', 0o600);
  try {
    const bytes = new TextEncoder().encode(`${JSON.stringify(label)}\n`);
    for (let at = 0; at < bytes.length; ) at += disk.write(fd, bytes.subarray(at));
    disk.sync(fd);
  } finally {
    fs.closeSync(fd);
  }
  renameDurably(disk, draft, path.join(folder, LABEL_FILE));
}

/** What of a label changes; null takes a part away. */
export type LabelChange = { readonly [K in keyof Label]: Label[K] | null };

/**
 * A label with a change: a reason is added to those before, a name replaces the one before.
 * @param all the souls, so that no two have one name
 * @throws SoulError (`content`)
 */
export function changedLabel(
  all: readonly (Label & { readonly name: string })[],
  { name, ...old }: Label & { readonly name: string },
  change: LabelChange,
): Label {
  const reason = change.reason ? withReason(old.reason, change.reason) : change.reason;
  const keptAs = change.keptAs === undefined ? old.keptAs : change.keptAs;
  const merged = { reason: reason === undefined ? old.reason : reason, keptAs };
  const label: Label = Object.fromEntries(Object.entries(merged).filter(([, text]) => text != null));
  checkLabel(label);
  const other = all.find((one) => one.name !== name && one.keptAs !== undefined && one.keptAs === label.keptAs);
  if (!other) return label;
  throw new SoulError('content', soulTexts.labels.nameTaken(other.name, printable(other.keptAs)));
}

/** One more reason why a soul is kept, as far as there is room for it. */
function withReason(before: string | undefined, reason: string): string {
  if (before === undefined || before.split('; ').includes(reason)) return before ?? reason;
  const both = `${before}; ${reason}`;
  return both.length > LONGEST ? before : both;
}

/** @throws SoulError (`content`) for a text that cannot stand in a label */
export function checkLabel({ reason, keptAs }: Label): void {
  for (const text of [reason, keptAs]) {
    if (text === undefined || (text.trim() !== '' && text.length <= LONGEST && printable(text) === text)) continue;
    throw new SoulError('content', soulTexts.labels.badName(LONGEST, printable(text)));
  }
}
