/** What the owner does on the page: methods of the contract, called with the owner's name in the owner's conversation. */
import type { ServerResponse } from 'node:http';
import type { z } from 'zod';
import { callMethod, toArguments } from '../../api/calls.ts';
import { CONTRACT, type Method, type Methods, specOf } from '../../api/contract.ts';
import { CONVERSATION } from '../../api/messages.ts';
import { sendJson } from '../exchange.ts';
import { checked } from '../json-body.ts';
import { Refusal } from '../refusal.ts';
import { httpTexts } from '../texts.ts';
import type { StreamLine } from './messages.ts';
import type { WindowOptions } from './served-window.ts';

/** The methods that the page may call. Those of a conversation are called in the owner's, whatever a request says. */
const ALLOWED = [
  'say',
  'again',
  'stop',
  'forget',
  'correct',
  'good',
  'set',
  'library',
  'memory',
  'removeText',
  'goBack',
  'keepSoul',
  'releaseSoul',
  'acts',
  'undo',
  'exam',
  'save',
  'journal',
  'sleep',
] as const satisfies readonly Method[];

type Allowed = (typeof ALLOWED)[number];

const isAllowed = (name: string): name is Allowed => (ALLOWED as readonly string[]).includes(name);
const inConversation = new Set<Method>(['say', 'again', 'stop', 'forget', 'correct', 'good']);

/**
 * Calls a method. A result is `{ result, sentence }`; a reply comes as lines of JSON while it is spoken, and is stopped when the page
 * leaves. @throws Refusal
 */
export async function act(
  { baby, owner }: WindowOptions,
  name: string,
  body: unknown,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  if (!isAllowed(name)) throw new Refusal(404, httpTexts.page.noSuchAction);
  if (baby[name] === undefined) throw new Refusal(409, httpTexts.page.asleep);
  const given = typeof body === 'object' && body !== null ? body : {};
  const asked = {
    ...given,
    ...(inConversation.has(name) && { conversation: CONVERSATION }),
    ...(name === 'say' && { from: owner }),
  };
  const { stream, says } = specOf(name);
  const params = checked(CONTRACT[name].params as z.ZodType<object>, asked);
  const call = (onDelta: (delta: string) => void) =>
    callMethod(baby as Methods, name, toArguments(name, params, onDelta)).catch((error: unknown) => {
      throw new Refusal(409, error instanceof Error ? sentence(error.message) : String(error));
    });
  if (!stream) {
    const result = await call(() => {});
    return sendJson(response, 200, { result: result ?? null, sentence: says?.(result as never) ?? null });
  }
  const send = (line: StreamLine<unknown>): void => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8' });
    response.write(`${JSON.stringify(line)}\n`);
  };
  const leave = (): void => void baby.stop?.(CONVERSATION).catch(() => {});
  signal.addEventListener('abort', leave);
  try {
    send({ result: await call((delta) => send({ delta })) });
    response.end();
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

const sentence = (message: string): string => {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?…]$/.test(text) ? text : `${text}.`;
};
