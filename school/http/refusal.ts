/** Why a request is not answered: a status, and one sentence in the form that each kind of client reads. */
import { httpTexts } from './texts.ts';

interface Details {
  readonly type?: string;
  /** as OpenAI names it, such as `model_not_found` */
  readonly code?: string;
  /** the field of the body that is wrong */
  readonly param?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export class Refusal extends Error {
  readonly status: number;
  readonly details: Details;

  constructor(status: number, message: string, details: Details = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

/** The body of an answer that refuses. Ollama's clients read a text, OpenAI's an object. */
export function refusalBody({ message, details, status }: Refusal, isOllama: boolean): object {
  if (isOllama) return { error: message };
  const type = details.type ?? (status < 500 ? 'invalid_request_error' : 'server_error');
  return { error: { message, type, param: details.param ?? null, code: details.code ?? null } };
}

/** Something that only a larger model could do: it is refused, never pretended. */
export const unsupported = (param: string): Refusal =>
  new Refusal(400, httpTexts.fields.unsupported(param), { param, code: 'unsupported_parameter' });
