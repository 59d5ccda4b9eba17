/** Answers the requests about Twitch that come over the socket. */
import type { TwitchAnswer, TwitchRequest } from '../api/twitch-messages.ts';
import type { TwitchService } from './service.ts';

/** @throws Error with one sentence if the request fails */
export async function answerTwitch(service: TwitchService, request: TwitchRequest): Promise<TwitchAnswer> {
  switch (request.do) {
    case 'join':
      return { status: await service.join(request.channel, { readOnly: request.readOnly ?? false }) };
    case 'leave': {
      const left = await service.leave();
      return { status: service.status(), left };
    }
    case 'mute':
      service.mute(request.minutes);
      break;
    case 'unmute':
      service.unmute();
      break;
    case 'export':
      return { status: service.status(), person: service.privacyExport(request.user) ?? null };
    case 'delete': {
      const forgotten = service.privacyDelete(request.user) ?? null;
      return { status: service.status(), forgotten };
    }
    case 'status':
      break;
    default:
      request satisfies never;
  }
  return { status: service.status() };
}
