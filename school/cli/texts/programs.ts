/** Other programs and browsers: `baby serve`, `token`, `window`, `mcp`, and the page. */
export const programTexts = {
  mcp: {
    description:
      'answer an editor that speaks the Model Context Protocol, over standard input and output; it only reads',
    more: `An editor starts it by itself. Its entry there, as most of them write it:
  { "mcpServers": { "baby": { "command": "baby", "args": ["mcp"] } } }`,
  },
  serve: {
    description:
      'answer the programs of this machine over HTTP, as OpenAI and Ollama do, and show its page in a browser',
    port: (usual: number) =>
      `the port of 127.0.0.1 and ::1 on which it listens (default: ${usual}, or any that is free); 0 is any that is free`,
    origin: 'a web page that may ask it, such as http://localhost:3000; may be given several times',
    newToken: 'replace the token that programs must send',
    answersAt: (name: string, addresses: string) =>
      `${name} answers at ${addresses}, where programs send the token that lies in`,
    baseUrl: (address: string) => `Base URL for clients of OpenAI: ${address}/v1, for clients of Ollama: ${address}`,
    isAsleep: 'It is asleep, and cannot be woken while this runs.',
    remembers: 'It remembers what you say to it through them (api.learn).',
    keepsNothing: 'Nothing that they say is kept or learnt.',
    fellAsleep: 'It fell asleep.',
    startAgain: 'The baby fell asleep: start this again when it is awake.',
    noOrigin: 'A scheme and a host were expected, such as http://localhost:3000, without a path.',
  },
  token: {
    description: 'tokens by which programs of your friends ask `baby serve`, and hear public answers only',
    friend: 'new, revoke: the name of the friend',
    listTakesNone: (friend: string) => `\`baby token list\` takes no name, but ${friend} came.`,
    noFriend: (action: string) => `The name of a friend was expected: \`baby token ${action} ann\`.`,
    howToSend: 'Programs send it as "Authorization: Bearer …". It is shown this once, and kept nowhere.',
    revoked: 'The token is revoked: it is answered no more.',
    none: 'No friend has a token: `baby token new <friend>` makes one.',
    more: `Your own token lies in run/api-token of the home, and hears all. A friend's token hears what people on Twitch would hear: no memory of
your texts and chats, nothing that stands in your texts word for word, nothing that moderation refuses, no probabilities. Only an awake
baby answers it. A token counts from the moment it is made until it is revoked, also in a server that runs.

Examples:
  $ baby token new ann
  $ baby token revoke ann`,
  },
  page: {
    address: 'Its page in a browser',
    another: 'That address was used. For another browser',
    overlay: (address: string, token: string) =>
      `Its overlay, as a browser source of OBS: ${address}/overlay/${token}/`,
    written: (folder: string, files: string) => `${folder} holds the page: ${files} files.`,
    anyHost:
      'Any static host shows it. Several threads learn only where it sends Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp.',
    withSoul: (file: string, size: string, weights: string, step: string) =>
      `${file} (${size}) lies beside it: ${weights} weights, its tokenizer and its settings, step ${step}.\n` +
      'WARNING: everybody who opens the page has this soul. Its weights can say what it learnt, word by word: names, addresses, messages. Its tokenizer\n' +
      'holds frequent words of its texts, and its settings hold your name and its. Publish it only if all of its texts may be public.',
    usage:
      'Usage: npm run page -- [--out <folder>] [--soul <a file that the page wrote, or a folder of ~/.babyllm/soul>]',
  },
  window: {
    description: 'show it in a browser: its curves, its words, a talk with it, its library, souls, log and settings',
    overlay: 'also an overlay for streams: its bear, how it feels, and what it said last on Twitch',
    open: 'open the page in the browser of this machine',
    isAsleep: (name: string) => `${name} is asleep: the page can wake it, \`baby wake\` cannot while this runs.`,
    more: (
      port: number,
    ) => `The address that it prints lets one browser in, once. Nothing listens on the network: from a phone, reach this machine by ssh,
  $ ssh -L ${port}:127.0.0.1:${port} you@this-machine
and open the address on the phone.`,
  },
  ctrlC: 'Ctrl-C ends it.',
} as const;
