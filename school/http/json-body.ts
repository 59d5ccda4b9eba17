/** The body of a request: JSON of bounded size. */
import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { explain } from '../settings/errors.ts';
import { Refusal } from './refusal.ts';
import { httpTexts } from './texts.ts';

/** Bytes. */
export const LARGEST_BODY = 1 << 20;

/** @throws Refusal 413 as soon as it is too large, 400 if it is no JSON */
export function readJson(request: IncomingMessage): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    const take = (part: Buffer): void => {
      size += part.length;
      if (size > LARGEST_BODY) return refuse(tooLarge());
      parts.push(part);
    };
    const refuse = (why: Refusal): void => {
      request.off('data', take);
      // the rest is thrown away until the client has heard the answer
      request.resume();
      reject(why);
    };
    request.once('end', () => {
      try {
        resolve(JSON.parse(Buffer.concat(parts).toString('utf8')));
      } catch {
        reject(new Refusal(400, httpTexts.body.notJson));
      }
    });
    request.once('error', reject);
    if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) refuse(tooLarge());
    else request.on('data', take);
  });
}

/** @throws Refusal 400 with one sentence for the first thing that is wrong */
export function checked<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const param = result.error.issues[0]?.path.map(String).join('.');
  throw new Refusal(400, explain(result.error.issues, body, schema, 'request'), param ? { param } : {});
}

const tooLarge = (): Refusal => new Refusal(413, httpTexts.body.tooLong(LARGEST_BODY));
