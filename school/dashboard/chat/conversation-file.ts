/** A conversation as a text file. */
import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { reason } from '../../../library/notices/notices.ts';
import { printable } from '../../../library/notices/printable.ts';
import { count } from '../../../statistics/format/numbers.ts';
import { stampOf } from '../../../statistics/format/time.ts';
import type { ChatMessage } from '../../api/messages.ts';
import { oneLine } from '../../text/view-format.ts';
import { chatPageTexts } from '../texts/chat-page.ts';

/** Lines as `[name]: text`, which `baby feed` reads, each day under its date. */
export function conversationText(messages: readonly ChatMessage[]): string {
  let day = '';
  return messages
    .flatMap(({ speaker, text, time }) => {
      const date = time === undefined ? day : stampOf(time).slice(0, 10);
      const head = date === day ? [] : [...(day === '' ? [] : ['']), date, ''];
      day = date;
      return [...head, `[${oneLine(speaker)}]: ${printable(text).trim()}`];
    })
    .join('\n')
    .concat('\n');
}

/** Writes a new file that only its owner can read. @throws Error with one sentence, also where there is one already */
export async function writeConversation(typed: string, messages: readonly ChatMessage[]): Promise<string> {
  if (messages.length === 0) throw new Error(chatPageTexts.nothingToWrite);
  const path = resolve(/^~(?:\/|$)/.test(typed) ? join(homedir(), typed.slice(1)) : typed);
  try {
    await writeFile(path, conversationText(messages), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new Error(exists ? chatPageTexts.fileExists(path) : chatPageTexts.notWritten(path, reason(error)));
  }
  return chatPageTexts.linesWritten(count(messages.length), path);
}
