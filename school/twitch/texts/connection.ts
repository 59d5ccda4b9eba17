/** What is said of logging in to Twitch, of the tokens of a login, and of connections to the chat server. */

export const connectionTexts = {
  /** The login. */
  noClientId:
    'A client id was expected, but there is none: make a public application at https://dev.twitch.tv/console, and then `baby set twitch.clientId <its client id>`.',
  loginRefused: (why: string) => `Twitch did not let it log in: ${why}.`,
  codeExpired: 'The code was not typed in at Twitch before it expired: run the login again.',
  loginNotValid: (login: string, why: string) =>
    `Twitch does not take the login of ${login} any more (${why}): log in again with \`baby twitch login\`.`,
  scopesMissing: (scopes: readonly string[]) =>
    `Twitch should have allowed ${scopes.join(' and ')}, but it did not: try again.`,
  twitchNotReached: (why: string) => `Twitch cannot be reached (${why}): see whether this machine is online.`,
  status: (status: number) => `status ${status}`,
  unexpectedAnswer: (request: string) =>
    `Twitch should have answered to ${request} as its documentation says, but it answered something else.`,
  nobodyLoggedIn: 'nobody is logged in to Twitch, so it only reads: `baby twitch login`',

  /** The file of tokens. */
  unreadableTokens: (path: string, why: string) => `${path} cannot be read: ${why}.`,
  damagedTokens: (path: string) =>
    `${path} should hold the tokens of a login, but it is damaged: log in again with \`baby twitch login\`.`,
  tokensNotWritten: (path: string, why: string) => `${path} cannot be written: ${why}.`,

  /** The connection. */
  noConnection: 'there is no connection to the channel',
  readsOnly: 'it is there without an account, and can only read',
  notJoinedInTime: 'the channel was not joined in time',
  joined: (channel: string, login: string | null) =>
    `in the channel ${channel}${login === null ? ', reading only' : ` as ${login}`}`,
  notConnected: (why: string, seconds: number) => `not connected (${why}): it tries again in ${seconds} s`,
  silentServer: 'nothing was heard any more',
  notInChannel: 'this connection is not in the channel',
  notSent: (why: string) => `the message was not sent: ${why}`,
  reconnectAsked: 'the server asked for it',
  putOut: 'it was put out of the channel',
  unreadableLine: (why: string) => `a line of the server could not be read: ${why}`,
  connectionCut: 'the connection was cut',

  /** What a message must be to be sent. */
  notOneLine: 'a message must be one line without controls',
  wrongLength: (length: number) => `a message must have 1 to 499 characters, got ${length}`,
  beginsAsCommand: 'a message must not begin as a command',
  windowTooSmall: (limit: number) => `a window needs a limit of at least 1, got ${limit}`,
} as const;
