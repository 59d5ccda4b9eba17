/** What `baby twitch` says. */
export const channelTexts = {
  description: 'its place in a chat of Twitch, where it answers and keeps consent',
  login: {
    description: 'let it log in: shows a code to type in at twitch.tv/activate',
    clientId: 'of your own public application (default: twitch.clientId of baby.json)',
    nobody: 'Nobody is logged in.',
    typeCode: (address: string, code: string, minutes: number) =>
      `Open ${address} and type ${code}, as the account that it shall speak with (within ${minutes} minutes).`,
    isLoggedIn: (login: string) => `It is logged in as ${login}: \`baby twitch join <channel>\`.`,
  },
  logout: 'take its login back',
  join: {
    description: 'let an awake baby join a channel',
    channel: 'its name',
    silent: 'without its account: it listens, and says nothing',
  },
  leave: 'let it leave the channel',
  status: 'where it is, who asked, what it said, and what was refused',
  mute: {
    description: 'let it be quiet there',
    minutes: 'for so long; none: until it is unmuted',
    noMinutes: (came: string) => `Minutes from 1 to 10000 were expected, but ${came} came.`,
  },
  unmute: 'let it speak again',
  log: 'what happened on Twitch, awake or asleep',
  rules: 'the rules of what may come in and what may leave, by their ids',
  check: {
    description: 'listen in a channel without any account, to see whether Twitch can be reached',
    seconds: 'for so long (10)',
    heard: (messages: number) => `${messages} ${messages === 1 ? 'message was' : 'messages were'} heard. All is well.`,
    tookTooLong: 'it took too long',
    cannotBeJoined: (server: string, why: string) => `Twitch cannot be joined at ${server}: ${why}.`,
    listening: (channel: string, seconds: number) =>
      `It is in ${channel}, without any account. Listening for ${seconds} seconds …`,
  },
  data: {
    description: 'stored data of one person: show it, or delete it; awake or asleep',
    person: 'login name or user id',
    nothingKept: (who: string) => `Nothing is kept of ${who}: neither consent nor a word.`,
  },
  hasLeft: 'It has left the channel.',
  wasInNone: 'It was in no channel.',
  noSuchCommand: (action: string) => `There is no \`baby twitch ${action}\`: see \`baby twitch --help\`.`,
  loggedOut: 'It is logged out.',
  wasNobody: 'Nobody was logged in.',
  noChannelName: (came: string) =>
    `The name of a Twitch channel was expected, got ${came}: letters, digits and _ only.`,
} as const;
