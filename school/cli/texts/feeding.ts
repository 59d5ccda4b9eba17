/** What it learns from and remembers: `baby feed`, `library` and `memory`. */
export const feedingTexts = {
  feed: {
    description: 'give it what you wrote: texts, books, mails, chats; an awake baby begins to read at once',
    paths: 'files, folders, and zip files',
    me: 'by which name you go in chats and mails; may be given several times',
    own: 'all of it is your own writing, also texts that look like a conversation and tables that name nobody',
    others: "others' words: leave them out, or read them without learning them",
    dryRun: 'write nothing; show what would be kept and changed',
    lowerCase: 'make all letters small',
    encoding:
      'encoding of texts that are not UTF-8, such as windows-1251 or shift_jis; without it their letters tell it',
    noSuchEncoding:
      'It should be an encoding that is known, such as windows-1250, windows-1251, koi8-r, iso-8859-2, cp850, shift_jis, euc-kr, gbk or big5.',
    fed: (count: string, isOne: boolean, size: string) => `${count} ${isOne ? 'text' : 'texts'} fed, ${size}.`,
    andMore: (count: string) => `and ${count} more`,
    nothingWritten: 'Nothing was written.',
    severalPeople: 'several people',
    onePerson: 'one person',
    looksLikeTalk: (people: string) => `looks like a conversation and holds words of ${people}`,
    holdsWords: (people: string) => `holds words of ${people}`,
    allOwn: '"all" if all of it is your own writing; ',
    whichAreYou: (own: string) =>
      `Which of them are you? Numbers or names, with commas between; ${own}nothing for none: `,
    more: `It reads plain text, Markdown (also Obsidian's and Notion's), web pages, PDF, EPUB, office documents, mbox and eml, JSON, JSON
lines and CSV, and exports of WhatsApp, Signal, Telegram, iMessage, SMS, LINE, KakaoTalk, Skype, Google Voice, Discord, Slack,
Mattermost, Matrix, Google Chat, Hangouts, IRC, Zoom, Reddit, X, Facebook, Instagram, LinkedIn, Keep, ChatGPT and Claude, also in
zip files. Only your own words are learnt; who is not known to be you is somebody else. What looks like a conversation and is no
known export is asked about, or refused with a sentence. Questions and answers (inputs/outputs, roles) are learnt by their
answers. What is private is replaced by stand-ins, by the rules in cleaning.json in the home; fed again, a source replaces what
was written of it, and a newer export of a chat takes the place of the earlier one.

Examples:
  $ baby feed "WhatsApp Chat - Ann.zip" --me "Mira" --dry-run
  $ baby feed ~/Telegram/result.json ~/mail/Sent.mbox --me mira@example.org`,
  },
  library: {
    description:
      'what it learns from, with weights, shares and texts; taking a text out again, reading it more often; awake or asleep',
    text: 'remove, weigh: the name of a text, or a part of it that no other has; weigh: or a folder; dump: the name of one text',
    weight: 'weigh: how often it is read, beside texts of weight 1; 0: never',
    as: 'dump: each text as a line, each sentence, or JSON lines',
    out: 'dump: where to; without it to the standard output',
    empty: 'trash: what lies there is deleted, and cannot come back',
    takesNoText: (action: string, text: string) => `\`baby library ${action}\` takes no ${text}.`,
    takesNoWeight: (action: string, weight: number) =>
      `\`baby library ${action}\` takes no ${weight}: only \`baby library weigh\` takes a weight.`,
    emptyElsewhere: '--empty belongs to `baby library trash`.',
    dumpElsewhere: '--as and --out belong to `baby library dump`.',
    texts: (count: string, isOne: boolean, size: string) => `${count} ${isOne ? 'text' : 'texts'}, ${size}`,
    noName: 'The name of a text was expected: `baby library` lists them.',
    noWeight: (text: string, came: number | string) =>
      `A weight from 0 to 100 was expected behind ${text}, but ${came} came: \`baby library weigh letters/ 3\`.`,
    trashEmpty: 'The trash is empty.',
    deleted: (texts: string) => `Deleted for good: ${texts}.`,
    inTrash: (texts: string) => `In the trash: ${texts}; \`baby library trash --empty\` deletes them for good.`,
    nothing: 'nothing',
    toLearn: (texts: string, tokens: string, heldOut: string) =>
      `${texts}, ${tokens} tokens to learn and ${heldOut} held out for exams.`,
    toWeigh:
      '`baby set sources.letters 0.1` changes a weight; a source that is empty, or known by heart, leaves its share to the others.',
    shareSoFar: 'share so far',
    tokensLearnt: 'tokens learnt',
    andMore: (count: string) => `and ${count} more`,
    more: `A text of weight 3 is read three times as often as one of weight 1; the weight of a folder counts for all texts in it that have none of
their own. A text that is removed lies in the trash of the home until \`baby undo\` brings it back, or the trash is emptied. \`dump\`
writes the texts as they are learnt: cleaned, and without what is held out for exams.

Examples:
  $ baby library remove diary.txt
  $ baby library weigh letters/ 3
  $ baby library dump --as sentences --out sentences.txt
  $ baby library trash --empty`,
  },
  memory: {
    description: 'what it remembers beside its weights, by source, and how far it believes that; awake or asleep',
    source: 'forget: api, for all that you said through programs',
    showTakesNone: (source: string) => `\`baby memory show\` takes no source, but ${source} came.`,
    forgetsApi:
      '`baby memory forget` forgets what you said through programs, by the name api; a chat is forgotten with /forget in it.',
    forgetsOnlyApi: (came: string) =>
      `\`baby memory forget\` forgets what you said through programs, by the name api, but ${came} came; a chat is forgotten with /forget in it.`,
    forgotten: (count: string, isOne: boolean) =>
      `It is forgotten what you said through programs: ${count} ${isOne ? 'text' : 'texts'}.`,
    staysInWeights: (reads: string) => `The weights read one of them ${reads} times, and keep what they learnt of it.`,
    nothingToForget: 'Nothing that you said through programs was remembered.',
    inPrivate: 'in private',
    toQuestions: 'in private, to their questions',
    toQuestionsOrPublic: 'in private, to their questions; in public those fixed with --public',
    nowhereElse: 'in no other conversation',
    everywhere: 'everywhere: it was said in public',
    itsConversation: 'in its conversation',
    sharesOfWords: (shares: string) =>
      `Its share of a word, by how many of the words before it are known from somewhere: ${shares}.`,
    more: `What only the memory holds can be forgotten to the last bit: /forget in a chat, \`baby unlearn <id>\`, \`baby library remove <text>\`,
\`baby memory forget api\`, !forgetme on Twitch. What you say through programs is remembered only after \`baby set api.learn on\`. What was said in one conversation speaks in others after \`baby set memory.chats on\`. The weights learn corrections,
chats, words from programs and from Twitch only after \`baby set memory.consolidate on\`.`,
  },
  dump: {
    nothingRead: 'Nothing was read yet: wake it once, and its library is read.',
    noSuchText: (name: string) => `No text of its library is called ${name}: \`baby library\` lists them.`,
    written: (texts: string, form: string, file: string, size: string) => `${texts} as ${form} in ${file}: ${size}.`,
    fileThere: (path: string) => `${path} is there already: choose another name, or remove it.`,
  },
} as const;
