/** Every sentence that cleaning says, and what its rules change, for people. */
export const cleaningTexts = {
  changed: {
    entities: 'HTML entities',
    quotes: 'curly quotes',
    emails: 'e-mail addresses',
    ibans: 'bank accounts',
    cards: 'card numbers',
    phones: 'phone numbers',
    addresses: 'street addresses',
    ownList: 'words of your own list',
    repeats: 'repeated characters',
  },
  unknownEncoding: (charset: string) => `${charset} is no encoding that is known`,
  standInsDamaged:
    'stand-ins.json should hold who is called what, but it is damaged: put a copy back, or move it away to start over.',
} as const;
