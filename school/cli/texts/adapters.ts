/** What `baby habit` says. */
export const adapterTexts = {
  description: 'habits: what it learns beside its weights (LoRA), to be switched on and off and forgotten exactly',
  name: 'what it is called',
  begin: {
    description: 'begin a habit; awake or asleep',
    from: 'texts and dialogues to learn: a file, or a folder of .txt and .md',
    rank: 'of its matrices: a higher one learns more, and takes more room (default: 32, or as much as its brain can have)',
    alpha: 'how much it counts: alpha / rank (default: twice the rank)',
    more: `A file whose first line is \`[name]: words\` holds dialogues, which blank lines part: the turns of the baby are learnt by heart, or, where it is
not named, those of the one who answers. Any other file is a text: it is learnt until the tenth of it that is held out is foreseen best.`,
  },
  list: 'all habits, whether they are on, and how far they are; awake or asleep',
  habit: 'the habit',
  file: {
    path: 'where it is written',
    export: 'write a habit with all that it learnt into a file, or its matrices for other programs; awake or asleep',
    as: 'safetensors: a file for babies; peft: a folder for PEFT (Hugging Face); in GGUF: `baby export <folder> --as gguf --habit <name>`',
    written: 'a file of `baby habit export`, an adapter in GGUF (`baby export --as gguf --habit`), or a folder of PEFT',
    import: 'take a habit out of a file or folder; awake or asleep',
    name: 'what it is called here',
    withoutWords: 'without the words that it learnt, for a model that `baby export --as huggingface` writes',
    withWords: 'with the words that it learnt, which anybody can read there',
    isIn: (name: string, path: string, size: string, holds: string) =>
      `The habit ${name} is in ${path} (${size}), ${holds}.`,
  },
  on: 'switch a habit on, from the next reply on; awake or asleep',
  off: 'switch a habit off: it is as if there were none; awake or asleep',
  merge: 'make a habit part of the weights, for good; the soul before is kept',
  forget: 'forget a habit exactly: its weights never changed; awake or asleep',
  more: `A habit is a small change of some matrices of its brain (a low-rank adapter, LoRA). While it learns, its weights rest; when it is forgotten,
every reply is as if it had never been. Several that are on add up. \`baby set habits.chat <name>\` lets a habit learn what you correct in chats (/fix),
\`baby set habits.twitch <name>\` what people say on Twitch who opted in: what one of them takes back is then forgotten exactly too.`,
  none: 'It has no habits: `baby habit new <name> --from <file>` begins one.',
  learnsPass: (pass: string) => `learns, pass ${pass}`,
  ofNobody: 'nobody any more',
} as const;
