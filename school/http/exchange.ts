/** One request that is being answered. */
import type { ServerResponse } from 'node:http';
import type { Baby } from '../api/contract.ts';
import type { Introduction, Reply } from '../api/messages.ts';
import type { Asker } from './access.ts';
import { Refusal } from './refusal.ts';
import { httpTexts } from './texts.ts';
import type { VoiceLine } from './voice-line.ts';

/** A baby, awake or asleep, as programs are answered by it. */
export interface ServedBaby extends Pick<Baby, 'complete' | 'stop'> {
  readonly introduction: Pick<Introduction, 'name' | 'brain' | 'preset' | 'parameters'>;
}

/** What all requests share. */
export interface Service {
  readonly baby: ServedBaby;
  /** how the baby calls its owner, whose words a user's are */
  readonly owner: string;
  readonly line: VoiceLine;
  /** when it began to serve */
  readonly since: Date;
}

export interface Exchange extends Service {
  readonly body: unknown;
  readonly response: ServerResponse;
  readonly asker: Asker;
  /** aborted when the client leaves */
  readonly signal: AbortSignal;
}

export function sendJson(response: ServerResponse, status: number, value: object, headers: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(value));
}

/** @throws Refusal 404 for the name of another model */
export function checkModel({ baby }: Pick<Service, 'baby'>, model: string): void {
  const { name } = baby.introduction;
  const asked = model.replace(/:latest$/i, '').toLowerCase();
  if (asked === 'baby' || asked === name.toLowerCase()) return;
  throw new Refusal(404, httpTexts.access.noSuchModel(JSON.stringify(model.slice(0, 100)), name), {
    code: 'model_not_found',
    param: 'model',
  });
}

export function finishReason({ stopped, withheld }: Reply): 'content_filter' | 'length' | 'stop' {
  if (withheld) return 'content_filter';
  return stopped === 'length' ? 'length' : 'stop';
}

/** @throws Refusal 403 where a friend asks for something that would tell more than a public answer */
export function onlyForOwner({ asker }: Pick<Exchange, 'asker'>, what: string, param: string): void {
  if (asker.isOwner) return;
  throw new Refusal(403, httpTexts.access.ownerOnly(what), { type: 'permission_error', param });
}
