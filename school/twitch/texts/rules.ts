/** What each rule of moderation does, for `baby twitch rules`. */

export const ruleTexts = {
  refuses: (what: string) => `refuses ${what}`,

  /** Rules that change a text. */
  firstLineOnly: 'keeps the first line only',
  removesInvisible: 'removes controls, escape sequences, and what hides or reorders',
  usualForm: 'gives each character its usual form, and each gap one space',
  shortens: 'shortens a text that is too long',
  removesMentions: 'removes mentions of everybody but the person who is answered',
  firstTurnOnly: 'keeps the first turn only, without the scraps of `[name]:` that conversations are read in',
  removesLeadingSigns: 'removes signs in front that begin commands',

  /** Rules about who speaks, and where. */
  ignoresItself: 'ignores its own messages',
  ignoresBots: 'ignores known bots',
  ignoresAccounts: 'ignores the accounts that the settings name',
  ignoresOtherChannels: 'ignores messages of other channels in a Shared Chat',
  neverLearnsCommands: 'never learns a command of any bot',

  /** What the other rules refuse. */
  textWithoutLetters: 'a text without letters or digits',
  phoneNumber: 'a telephone number, in figures or in words',
  cardNumber: 'a card number',
  slurs: 'slurs',
  sexualWords: 'sexual words',
  wordsOfChildAbuse: 'words of abuse of children',
  wordsOfViolence: 'words of violence',
  namesOfHate: 'names of hate',
  ownersWords: 'words of the owner’s own list',
  everythingUnguarded: 'everything until the guard of private texts is ready',
  privateTokens: '8 tokens in a row from a private text',
  privateCharacters: '40 characters in a row from a private text',
  wordsOfOthers: 'stored words of another person',
  repeatedText: 'a text that it sent within the last 30 seconds',

  /** Shapes. */
  manyMarks: 'more than 2 marks on one character',
  manyEmoji: 'more than 5 emoji',
  manySymbols: 'more than 30 % symbols, or more than half signs of any kind',
  manyCapitals: 'more than 70 % capitals among more than 20 letters',
  repeatedCharacter: 'one character more than 6 times in a row',
  repeatedWord: 'one word more than 4 times in a row, or as more than half of many words',

  /** Links. */
  addressWithScheme: 'an address with its scheme',
  addressThatActs: 'an address that acts when clicked',
  addressWithWww: 'an address that begins with www',
  addressWithSpaces: 'www or http and a name, with spaces instead of the dots',
  domainName: 'a name with a dot and a top-level domain, as addresses have',
  dotSpeltOut: 'a dot spelt out before a top-level domain',
  dotSetApart: 'a dot set apart before a top-level domain',
  spaceBeforeDot: 'a dot with a space in front before a top-level domain',
  spaceBehindDot: 'a dot with a space behind it, or a comma instead of it, before a top-level domain',
  signInsteadOfDot: 'a sign or a picture instead of the dot',
  slashesInWords: 'slashes in words',
  invitation: 'an invitation to another place',
  ipv4Address: 'an IPv4 address',
  ipv6Address: 'an IPv6 address',
  addressAsNumber: 'an address as one number, or this machine',
  punycode: 'a name in Punycode',

  /** Personal data and secrets. */
  emailAddress: 'an e-mail address',
  emailAddressInWords: 'an e-mail address in words',
  bankAccount: 'the number of a bank account',
  socialSecurityNumber: 'a number of social security',
  identityNumber: 'the number of an identity card, a tax payer or an insured person',
  coordinates: 'coordinates of a place',
  streetWithNumber: 'a street with a number',
  postalCode: 'the postal code of a place',
  postBox: 'a post box or a flat',
  loginToken: 'a token that logs in',
  knownKey: 'a key of a well-known shape',
  longStretch: 'a long stretch of letters and digits without a space',
  privatePath: 'a path into somebody’s files',

  /** Harm and hate. */
  callToSelfHarm: 'a call to harm oneself',
  threat: 'a threat',
  callToSelfHarmInLanguages: 'a call to harm oneself, in eight languages',
  threatInLanguages: 'a threat, in eight languages',
  doxing: 'words that give somebody away',
  praiseOfHate: 'praise of hate, or a call for it',
  numbersOfHate: 'numbers that stand for hate',
  childrenAndSex: 'children and sex',
} as const;
