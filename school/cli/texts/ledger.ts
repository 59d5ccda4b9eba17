/** What was recorded: `baby log`, `stats` and `report`. */
export const ledgerTexts = {
  log: {
    description: 'what happened, awake or asleep',
    level: 'this level and worse',
    scope: 'only this part: soul, library, tutor, …',
    grep: 'only lines with this text, or with a /pattern/i (RE2: it cannot look ahead, behind or back)',
    durations: 'where the time of a step goes instead',
    none: 'No matching log entries.',
    noSuchPart: (part: string, advice: string) => `--scope: no part ${part} is in its log; ${advice}`,
    partsAre: (parts: string) => `the parts are ${parts}.`,
    didYouMean: (parts: string) => `did you mean ${parts}?`,
  },
  report: {
    description: 'its whole life on one page: curves, what it said, how it felt, its souls; awake or asleep',
    out: 'the HTML file to write (default: report.html in its home)',
    chats: 'with what was said in its conversations, which are only counted otherwise',
    texts: 'with what it said by itself and its log, in which words of your texts may stand',
    open: 'show it in the browser',
    isFolder: (path: string) => `A file was expected for --out, but ${path} is a folder.`,
    cannotBeWritten: (file: string, why: string) => `The report cannot be written to ${file}: ${why}.`,
    brain: (preset: string, brain: string) => `a ${preset} ${brain} brain`,
    more: `Without --chats and --texts the page holds curves, colours and counts: nothing that was said or read, and so nothing private. It is
one file without scripts that loads nothing from elsewhere.`,
  },
  stats: {
    description: 'the course of its statistics, awake or asleep',
    names: 'statistics, such as loss or exam, or a group of them, such as duration; none: the last value of each',
    list: 'the last value of all that were recorded, those of single parameters and lobes too',
    every: 'one value for each such span: 10s, 5m, 1h',
    plot: 'a curve instead of one line',
    sql: 'any question to the ledger, read-only',
    andMore: (count: string, groups: string) =>
      `and ${count} of single parameters and lobes: \`baby stats --list\` shows all, \`baby stats <group>\` one group of ${groups}.`,
    notRecorded: (name: string) => `${name} was not recorded in that span of time`,
    moreRows: 'there are more rows: narrow the question, or add a limit and an offset',
  },
  durations: {
    slower: 'slower now',
    notRecorded: 'how long the parts of a step take was not recorded in that span of time',
    share: 'share of a step',
    step: (mean: string, recent: string) =>
      `One step takes ${mean} ms including work between steps; recently ${recent} ms.`,
  },
  nothingRecorded: (folder: string) => `nothing was recorded in ${folder} yet: wake the baby first with \`baby wake\``,
  sinceAfterUntil: (since: string, until: string) =>
    `--since should be before --until, but ${since} is after ${until}.`,
} as const;
