/** What is said of a stay in a channel: what Twitch lets it do, mutes, and what it could not say. */

export const channelTexts = {
  /** What a notice of Twitch means for sending, and why it is muted then. */
  banned: 'it is banned from the channel',
  suspended: 'the channel is suspended',
  blocked: 'the channel has blocked it',
  accountSuspended: 'its account is suspended',
  closed: 'the channel is closed',
  wantsPhoneNumber: 'the channel wants a verified telephone number',
  wantsEmailAddress: 'the channel wants a verified e-mail address',
  noSuchChannel: 'there is no such channel',
  timedOut: 'it is timed out',
  spokeTooOften: 'it spoke too often',
  slowMode: 'the channel is in slow mode',
  saidBefore: 'the same was said before',
  nothingTwice: 'the channel wants nothing said twice',
  waitsForModerator: 'a message waits for a moderator',
  notLetThrough: 'a message was not let through',
  charactersNotAllowed: 'a message held characters that are not allowed',
  subscribersOnly: 'the channel is for subscribers only',
  emotesOnly: 'the channel takes emotes only',
  followersOnly: 'the channel is for followers only',
  notPermitted: 'it may not do that',
  noticeOfTwitch: (meaning: string, id: string, more: string) =>
    `Twitch says: ${meaning} (${id})${more === '' ? '' : `: ${more}`}`,

  /** Mutes, and why. */
  messageDeleted: 'a message of its was deleted',
  wasBanned: 'it was banned',
  wasTimedOut: 'it was timed out',
  wantedByModerator: 'a moderator wanted it',
  wantedByOwner: 'the owner wanted it',
  unreadableMute: 'whether it was muted cannot be read',
  muted: (minutes: number | null, why: string) => `muted${minutes === null ? '' : ` for ${minutes} minutes`}: ${why}`,
  unmuted: 'it may speak again',

  /** Why nothing may be said now. */
  nothingMayBeSaid: (why: string) => `nothing may be said now: ${why}`,
  isMuted: (why: string) => `it is muted (${why})`,
  noAccount: 'it is there without an account',
  notConnected: 'it is not connected',
  tooMuch: 'it would be too much for Twitch',

  /** What went wrong, and what was dropped. */
  questionNotAnswered: (why: string) => `a question was not answered: ${why}`,
  answerNotStopped: (why: string) => `an answer was not stopped: ${why}`,
  conversationNotForgotten: (why: string) => `a conversation was not forgotten: ${why}`,
  notSaved: (why: string) => `it was not saved: ${why}`,
  questionsDropped: (reasons: string) => `questions dropped: ${reasons}`,
  answersRefused: (reasons: string) => `answers refused: ${reasons}`,
} as const;
