/** Every sentence that the MCP server says: its tools and what they take, as programs and people read them. */
export const texts = {
  say: {
    title: (name: string) => `Say something to ${name}`,
    does: (name: string) =>
      `Says something to ${name}, a small language model that its owner raises, and gives its reply. It knows only what it read, and makes things up. Nothing of it is kept or learnt.`,
    text: 'the words said to it',
  },
  status: {
    title: (name: string) => `How ${name} is`,
    does: (name: string) => `Whether ${name} is awake, how far it is, and its newest exam, as JSON.`,
  },
  stats: {
    title: (name: string) => `The statistics of ${name}`,
    does: (name: string, most: number) =>
      `The course of one statistic of ${name} as JSON, at most ${most} points; without a name the list of all.`,
    name: 'a statistic, such as exam',
    hours: 'only the last hours',
  },
  log: {
    title: (name: string) => `The log of ${name}`,
    does: (name: string, most: number) =>
      `Lines of the log of ${name} that hold a text, the newest last, at most ${most}.`,
    text: 'what a line must hold',
    level: 'this level and worse',
  },
} as const;
