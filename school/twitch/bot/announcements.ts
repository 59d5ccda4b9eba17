/** The effect of each notice of Twitch on sending: a table of msg-ids (dev.twitch.tv/docs/chat/irc/#notice). */

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
  msg_banned: stop('it is banned from the channel'),
  msg_channel_suspended: stop('the channel is suspended'),
  msg_channel_blocked: stop('the channel has blocked it'),
  msg_suspended: stop('its account is suspended'),
  tos_ban: stop('the channel is closed'),
  msg_requires_verified_phone_number: stop('the channel wants a verified telephone number'),
  msg_verified_email: stop('the channel wants a verified e-mail address'),
  msg_room_not_found: stop('there is no such channel'),
  msg_timedout: pause(600, 'it is timed out'),
  msg_ratelimit: pause(60, 'it spoke too often'),
  msg_slowmode: pause(30, 'the channel is in slow mode'),
  msg_duplicate: pause(5, 'the same was said before'),
  msg_r9k: pause(5, 'the channel wants nothing said twice'),
  msg_rejected: pause(30, 'a message waits for a moderator'),
  msg_rejected_mandatory: pause(30, 'a message was not let through'),
  msg_bad_characters: pause(5, 'a message held characters that are not allowed'),
  msg_subsonly: pause(300, 'the channel is for subscribers only'),
  msg_emoteonly: pause(300, 'the channel takes emotes only'),
  msg_followersonly: pause(300, 'the channel is for followers only'),
  msg_followersonly_followed: pause(300, 'the channel is for followers only'),
  msg_followersonly_zero: pause(300, 'the channel is for followers only'),
  no_permission: note('it may not do that'),
};

/** Undefined for a notice that has no effect. */
export function meaningOf(id: string): NoticeMeaning | undefined {
  return Object.hasOwn(NOTICES, id) ? NOTICES[id] : undefined;
}
