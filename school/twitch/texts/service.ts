/** What the Twitch service says of channels, of the guard of private texts, of the owner's blocklist, and of answers to other people. */

export const serviceTexts = {
  noChannelName: (name: string) =>
    `The name of a Twitch channel was expected, got ${name}: letters, digits and _ only.`,
  fallsAsleep: 'It joins no channel, since it is falling asleep.',
  inNoChannel: 'It is in no channel of Twitch: `baby twitch join <channel>`.',

  notGuarded: (why: string) => `private texts could not be guarded: ${why}`,
  guardNotWanted: 'it is not wanted any more',
  guarded: (texts: number, megabytes: string) => `${texts} private texts are guarded, with ${megabytes} MB`,
  falseAlarms: (percent: number) =>
    `the guard refuses ${percent} % of replies in error: give it more twitch.guardMegabytes`,

  shortBlocklistLine: (line: number) =>
    `Line ${line} of the blocklist should hold at least two letters; it is ignored.`,
  unreadableBlocklist: (path: string, why: string) => `The blocklist at ${path} cannot be read: ${why}.`,

  turnsOnly: 'a public answer is given to turns, never to a text to go on with',
  notGuardedYet: 'its private texts are not guarded yet, so it answers nobody else: ask again in a moment',
} as const;
