/** The effect of each notice of Twitch on sending: a table of msg-ids (dev.twitch.tv/docs/chat/irc/#notice). */
import { channelTexts as texts } from '../texts/channel.ts';

export interface NoticeMeaning {
  /** `stop`: mute until somebody unmutes; `pause`: nothing is sent for `seconds`; `note`: only a line in the log */
  readonly act: 'stop' | 'pause' | 'note';
  readonly seconds: number;
  readonly says: string;
}

const stop = (says: string): NoticeMeaning => ({ act: 'stop', seconds: 0, says });
const pause = (seconds: number, says: string): NoticeMeaning => ({ act: 'pause', seconds, says });
const note = (says: string): NoticeMeaning => ({ act: 'note', seconds: 0, says });

const NOTICES: Readonly<Record<string, NoticeMeaning>> = {
  msg_banned: stop(texts.banned),
  msg_channel_suspended: stop(texts.suspended),
  msg_channel_blocked: stop(texts.blocked),
  msg_suspended: stop(texts.accountSuspended),
  tos_ban: stop(texts.closed),
  msg_requires_verified_phone_number: stop(texts.wantsPhoneNumber),
  msg_verified_email: stop(texts.wantsEmailAddress),
  msg_room_not_found: stop(texts.noSuchChannel),
  msg_timedout: pause(600, texts.timedOut),
  msg_ratelimit: pause(60, texts.spokeTooOften),
  msg_slowmode: pause(30, texts.slowMode),
  msg_duplicate: pause(5, texts.saidBefore),
  msg_r9k: pause(5, texts.nothingTwice),
  msg_rejected: pause(30, texts.waitsForModerator),
  msg_rejected_mandatory: pause(30, texts.notLetThrough),
  msg_bad_characters: pause(5, texts.charactersNotAllowed),
  msg_subsonly: pause(300, texts.subscribersOnly),
  msg_emoteonly: pause(300, texts.emotesOnly),
  msg_followersonly: pause(300, texts.followersOnly),
  msg_followersonly_followed: pause(300, texts.followersOnly),
  msg_followersonly_zero: pause(300, texts.followersOnly),
  no_permission: note(texts.notPermitted),
};

/** Undefined for a notice that has no effect. */
export function meaningOf(id: string): NoticeMeaning | undefined {
  return Object.hasOwn(NOTICES, id) ? NOTICES[id] : undefined;
}
