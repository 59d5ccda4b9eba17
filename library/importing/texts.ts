/** Every sentence that importing says: what a file is, what in it could not be read, what was left out, and what to do. Notices go on after the name of the file. */
export const importingTexts = {
  titles: {
    chatgpt: "ChatGPT's conversations",
    claude: "Claude's conversations",
    discordPackage: 'a Discord data package',
    discordChannel: 'a Discord channel',
    googleChat: 'a Google Chat export',
    hangouts: 'a Hangouts export',
    matrixRoom: 'a Matrix room',
    mattermost: 'a Mattermost export',
    slack: 'a Slack export',
    imessage: 'an iMessage conversation',
    kakaotalk: 'a KakaoTalk chat',
    lineChat: 'a LINE chat',
    signalChat: 'a Signal chat',
    skype: 'a Skype export',
    smsBackup: 'a backup of SMS',
    telegram: 'a Telegram export',
    whatsapp: 'a WhatsApp chat',
    linkedin: "LinkedIn's data",
    meta: 'a Facebook or Instagram export',
    reddit: "Reddit's data",
    twitter: "an X (Twitter) archive's part",
    chatPage: 'a chat as a web page',
    imessagePage: 'an iMessage conversation as a page',
    googleVoice: 'a Google Voice conversation',
    discordPage: 'a Discord channel as a page',
    signalPage: 'a Signal chat as a page',
    matrixPage: 'a Matrix room as a page',
    ircLog: 'an IRC log',
    conversation: 'a conversation',
    telegramLines: 'messages copied from Telegram',
    meetingChat: 'the chat of a meeting',
    severalKinds: 'several kinds of texts',
    ebook: 'an e-book',
    webPage: 'a web page',
    document: 'a document',
    pdf: 'a PDF',
    text: 'a text',
    mails: 'e-mails',
    mail: 'an e-mail',
    keepNote: 'a note of Google Keep',
    linkedNote: 'a note with links',
    table: 'a table',
    jsonList: 'a JSON list',
    jsonLines: 'JSON lines',
  },
  leftOut: {
    others: 'messages of others',
    unknown: 'messages whose sender is unknown',
    system: 'system lines',
    attachment: 'attachments without words',
    deleted: 'deleted messages',
    edited: 'earlier forms of edited messages',
    forwarded: 'forwarded or shared messages',
    bot: "bots' messages",
    quoted: 'quoted lines',
    signature: 'lines of signatures and mail programs',
    encrypted: 'encrypted or unreadable parts',
    damaged: 'damaged parts',
  },
  files: {
    cannotBeRead: (why: string) => `cannot be read: ${why}.`,
    zipTooDeep: (deepest: number) =>
      `is a zip file inside ${deepest} others and is not opened: unpack them, and feed what it holds.`,
    isEmpty: 'is empty.',
    tooManyFiles: (most: string) => `it holds more than ${most} files: feed its folders one by one`,
    cannotBeOpened: (why: string) => `cannot be opened: ${why}.`,
    linkToNothing: 'is a link to nothing.',
    noFile: 'is no file but a device, pipe or socket, and is not fed.',
    manifestDamaged:
      'fed.json should hold what was fed, but it is damaged: put a copy back, or move it away to start over.',
    tooLargeAtOnce: (megabytes: number) => `it should have at most ${megabytes} MB to be read at once, but it has more`,
    notInEncoding: (characters: number, encoding: string) =>
      `has ${characters === 1 ? '1 character that is' : `${characters} characters that are`} not ${encoding}.`,
  },
  run: {
    notFed: (why: string) => `is not fed: ${why}.`,
    stoppedReading: (further: boolean, why: string) => `cannot be read${further ? ' further' : ''}: ${why}.`,
    moreDamage: (places: number) => `is damaged in ${places} more places.`,
    changedByHand: (file: string) => `${file} was changed by hand and stays; the new text stands beside it.`,
    changedByHandBefore: (file: string) =>
      `${file} was changed by hand and stays, although it is not written any more.`,
    replacesEarlierExport: (file: string) =>
      `${file} was an earlier export of the same chat, and the newer one takes its place.`,
    allInLibrary: (key: string, file: string) => `All of ${key} is in the library already, as ${file}.`,
    linesInLibrary: (repeated: number, lines: number, key: string, file: string) =>
      `${repeated} of the ${lines} lines of ${key} are in the library already, as ${file}, and are not written twice.`,
  },
  lines: {
    ofNoMessage: (lines: number) =>
      `has ${lines === 1 ? 'a line that belongs' : `${lines} lines that belong`} to no message, left out here.`,
    badJson: (line: number) =>
      `is damaged at line ${line}: it is not valid JSON; it is left out, and the rest is read.`,
    badJsonValue: (number: number) =>
      `is damaged at value ${number}: it is not valid JSON; it is left out, and the rest is read.`,
  },
  senders: {
    looksLikeWhatsapp:
      'it looks like a WhatsApp chat, but its lines do not begin with a date, a time and a name in a form that is known, and so it cannot be told who wrote what: export it again from a phone set to English, or, if all of it is your own writing, feed it with --own',
    pageWithoutSenders:
      'it looks like a chat as a web page, of which it cannot be told who wrote what: export it again as JSON or text, or feed it with --own if all of it is your own writing',
    uncertainPage: 'it is a chat as a web page, which does not tell for sure who wrote what: export it again as JSON',
    noSenderField: (fields: string) =>
      `it does not say who wrote what, since none of its fields ${fields} names a sender; rename the one that does to author, or feed it with --own if all of it is your own writing`,
    feedOwn: 'feed it with --own if all of it is your own writing',
    sayWithMe: (name: string) => `say so with --me ${name}`,
    isItYou: (name: string, messages: number, sayWithMe: string, orFeedOwn: string) =>
      `it should be known whether ${name} is you, of whom alone it holds words (${messages}): ${sayWithMe}${orFeedOwn}`,
    andMore: (people: number) => ` and ${people} more`,
    whichIsYou: (people: string, andMore: string, sayWithMe: string, orFeedOwn: string) =>
      `it should be known which of the people in it is you, but it holds words of ${people}${andMore}: ${sayWithMe} (or another of these names)${orFeedOwn}`,
  },
  book: {
    missingChapter: (chapter: string) => `names the chapter ${chapter}, which is not in it.`,
    lockedChapter: (chapter: string) => `has the chapter ${chapter} locked.`,
    longChapter: (chapter: string, size: string, most: string) =>
      `has the chapter ${chapter} of ${size}, of which at most ${most} can be read.`,
    damagedChapter: (chapter: string, why: string) => `is damaged in the chapter ${chapter}: ${why}; the rest is read.`,
    noContainer: 'it should name its book in META-INF/container.xml, but does not',
    missingFile: (path: string) => `it should hold ${path}, but does not`,
  },
  office: {
    tooDeep: (most: number) => `its elements lie more than ${most} deep in one another`,
    noDocument: 'it should hold word/document.xml or content.xml, but does not',
    excel: 'an Excel table',
    saveAsCsv: 'save it as CSV',
    openTable: 'a table of OpenDocument',
    powerpoint: 'a PowerPoint presentation',
    saveAsPdf: 'save it as PDF',
    openPresentation: 'a presentation of OpenDocument',
    openDrawing: 'a drawing, formula or database of OpenDocument',
    saveWriting: 'save what you wrote as text or PDF',
    pages: 'a Pages document',
    exportAsDocument: 'export it as Word, PDF, EPUB or text',
    numbers: 'a Numbers or Keynote document',
    exportAsCsv: 'export it as CSV or PDF',
    rtf: 'a document in RTF',
    saveAsDocument: 'save it as .docx, .odt, PDF or text',
    oldWord: 'a Word document of the old kind',
    saveAsNewWord: 'save it as .docx, PDF or text',
    otherProcessor: 'a document of another word processor',
    notRead: (kind: string, saveIt: string) => `is ${kind}, which is not read: ${saveIt}, and feed that.`,
    lockedOrOld:
      'is a Word, Excel or PowerPoint document with a password or of the old kind, which is not read: save it without a password as .docx or PDF, and feed that.',
  },
  locked: 'it is locked by a password',
  pdf: {
    fullPage: (page: number) => `has more letters on page ${page} than any page has; the first of them are read.`,
    damagedPage: (page: number, why: string) => `is damaged on page ${page}: ${why}; the rest is read.`,
    emptyPages: (empty: number, pages: number) =>
      `has ${empty} of ${pages} pages without words, such as pictures and scans.`,
    pageHoldsTooMuch: 'the page holds too much',
    bomb: (megabytes: number) => `a part of it unpacks to more than ${megabytes} MB, which no page does`,
    tooLarge: 'PDFs of more than 1 GB are not read',
    notWhole: (why: string) => `it is not a whole PDF: ${why}`,
  },
  zip: {
    cannotBeOpened: 'it cannot be opened',
    notWhole: (why: string) => `it is not a whole zip file: ${why}`,
    badList: (why: string) => `its list of files is damaged: ${why}`,
    bomb: (megabytes: string, times: string) =>
      `unpacks to ${megabytes} MB, ${times} times its size, which no writing does: unpack it, and feed what you wrote`,
    nameLeadsOut: 'has a name that leads out of the zip file, and is not read.',
    locked: 'is locked by a password.',
    unknownPacking: (method: number) => `is packed in a way that is not known (${method}).`,
    claimsTooMuch: 'claims to hold more than such a file can hold.',
  },
  mail: {
    damaged: (mail: number, why: string) => `is damaged in mail ${mail}: ${why}; the rest is read.`,
    otherPostalMime: 'this version of postal-mime does not give the parts of a mail',
  },
  notes: {
    badJson: (why: string) => `it is not valid JSON (${why})`,
    notOneNote: 'it should hold one note, but holds something else',
  },
  table: {
    openQuotation: (line: number) =>
      `is damaged at line ${line}: a quotation mark is not closed; the line is left out, and the rest is read.`,
    cutRows: (rows: number, firstRow: number) => `${rows} rows, of which row ${firstRow} is the first`,
    tooManyValues: (where: string) =>
      `has more values than columns in ${where}: a separator without quotation marks around its value may have cut the words.`,
    noWordsColumn: (columns: string) =>
      `it should have a column of words with one of the names text, body, content, message, comment, post, note, entry, but has ${columns}; rename the right one`,
  },
  json: {
    afterElement: (element: number) => ` after element ${element}`,
    endsEarly: (where: string, character: number) =>
      `ends too early${where}, at character ${character}; what came before is kept.`,
    notAList: (beginning: string) => `is no JSON list or object: it begins with ${beginning}.`,
    doesNotEnd: 'does not end',
    tooLong: 'is longer than any message',
    atCharacter: (character: number) => `at character ${character}`,
    beforeKept: 'what came before it is kept',
    restRead: 'it is left out, and the rest is read',
    damagedElement: (where: string, element: number, says: string, rest: string) =>
      `is damaged ${where}: element ${element} ${says}; ${rest}.`,
    outOfPlace: (character: number, given: string) =>
      `is damaged at character ${character}: ${given} stands where it should not.`,
    badValue: (character: number, value: string) => `is damaged at character ${character}: ${value} is not valid JSON.`,
    noJson: 'is not valid JSON',
    noWordsField: (names: string, ways: string) =>
      `it should have its words under one of the names ${names}, in a list or a value of their own, but it has texts under ${ways}: rename the right one`,
  },
} as const;
