/** What stands in plain mails and is no writing: keys, signatures and messages of PGP, and files as letters (uuencode, yEnc, Base64). */
import type { Body } from './mime.ts';

/** Kinds of armour that hold an encrypted message; the others are keys and signatures. */
const ARMOUR = /^-----BEGIN ([A-Z\d ,/]+)-----\s*$/;
const SIGNED = 'PGP SIGNED MESSAGE';

/** Lines of a file in Base64 without a head, as old mails have them: at least this many, all of one length but the last. */
const BASE64 = /^[A-Za-z\d+/]{60,76}$/;
const LEAST_BASE64 = 4;

const UUENCODED = /^begin(?:-base64)? [0-7]{3,4} \S/;
const YENC = /^=ybegin (?:part=\d+ )?(?:total=\d+ )?line=\d+ size=\d+/;

/** The words of a plain text, and how many files and encrypted messages stand in it. */
export function withoutArmour(text: string): Body {
  const lines = text.split('\n');
  const kept: string[] = [];
  const body: Body = { text, attachments: 0, encrypted: 0 };
  if (!lines.some((line) => HINT.test(line))) return body;
  let signed = false;
  for (let i = 0; i < lines.length; ) {
    const line = lines[i]!;
    const kind = ARMOUR.exec(line)?.[1];
    if (kind === SIGNED) {
      signed = true;
      // Up to the empty line stands which hash is used.
      i++;
      while (i < lines.length && /^[A-Za-z-]+: \S/.test(lines[i]!)) i++;
      if (lines[i]?.trim() === '') i++;
      continue;
    }
    const end = kind === undefined ? fileEnd(lines, i) : armourEnd(lines, i, kind);
    if (end === undefined) {
      // In a signed text a line that begins with `-` has `- ` in front (RFC 9580, 7.1).
      kept.push(signed ? line.replace(/^- /, '') : line);
      i++;
      continue;
    }
    if (kind === undefined) body.attachments++;
    else if (kind.endsWith(' MESSAGE') || kind.startsWith('PGP MESSAGE')) body.encrypted++;
    else if (kind.endsWith('SIGNATURE')) signed = false;
    else body.attachments++;
    i = end;
  }
  return { ...body, text: kept.join('\n') };
}

const HINT = /^-----BEGIN |^begin|^=ybegin |^[A-Za-z\d+/]{60,76}$/;

/** The line behind an armour: behind its last line, or, where that is missing, behind what looks like armour. */
function armourEnd(lines: readonly string[], from: number, kind: string): number {
  const last = lines.findIndex((line, i) => i > from && line.trim() === `-----END ${kind}-----`);
  if (last !== -1) return last + 1;
  let at = from + 1;
  while (at < lines.length && /^$|^[A-Za-z-]+: |^[A-Za-z\d+/=]{5,}\s*$/.test(lines[at]!)) at++;
  return at;
}

/** The line behind a file that begins there; undefined: none does. */
function fileEnd(lines: readonly string[], from: number): number | undefined {
  const line = lines[from]!;
  if (UUENCODED.test(line)) {
    let at = from + 1;
    while (at < lines.length && isUuencoded(lines[at]!)) at++;
    // Somebody may write "begin 100 pages".
    return at > from + 1 && /^(?:end|=+)\s*$/.test(lines[at] ?? '') ? at + 1 : at > from + 2 ? at : undefined;
  }
  if (YENC.test(line)) {
    const last = lines.findIndex((other, i) => i > from && other.startsWith('=yend '));
    return last === -1 ? lines.length : last + 1;
  }
  if (!BASE64.test(line)) return undefined;
  let at = from;
  while (at < lines.length && BASE64.test(lines[at]!) && lines[at]!.length === line.length) at++;
  if (at - from < LEAST_BASE64) return undefined;
  return /^[A-Za-z\d+/]{1,76}={0,2}$/.test(lines[at] ?? '') ? at + 1 : at;
}

/** Whether a line has as many characters as its first one says, or is Base64, which some programs write instead. */
function isUuencoded(line: string): boolean {
  if (BASE64.test(line)) return true;
  if (!/^[ -`]+$/.test(line)) return false;
  const bytes = (line.charCodeAt(0) - 32) & 63;
  const characters = Math.ceil(bytes / 3) * 4;
  // Spaces at the end may have been taken away, and some programs add one character.
  return line.length - 1 <= characters + 1 && line.trimEnd().length - 1 >= characters - 4;
}
