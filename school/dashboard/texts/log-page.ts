/** What the page Log says. */
export const logPageTexts = {
  levels: {
    all: 'all levels',
    info: 'info and worse',
    warnings: 'warnings and errors',
  },
  nothingLikeThis: 'No matching log entries.',
  noLogYet: 'No log yet: it begins with the first wake.',
  searchFor: 'text, or /pattern/',
  allScopes: 'all scopes',
  standsStill: 'stands still',
  line: 'a line of the log',
  backToLog: 'Enter or Escape goes back to the log',
} as const;
