/** The command line as a whole: what `baby help` says beside the commands. */
export const helpTexts = {
  description:
    'A living language model that one person raises in a terminal: it reads your texts for ever, and talks while it learns.',
  home: 'where the baby lives: a folder, or its name (default: BABY_HOME, else ~/.babyllm)',
  command: 'the command, such as wake',
  help: 'what a command takes',
  /** what stands below the list of commands */
  examples: `
Examples:
  $ baby                               wake it, watch it learn, and talk to it; q leaves it awake
  $ baby wake --detach                 only wake it
  $ baby sleep                         let it save and fall asleep
  $ baby feed ~/diary letters.txt      give it texts of yours to read
  $ baby library                       what it learns from, and how much of each
  $ baby memory                        what it remembers, and can forget to the last bit
  $ baby say "how are you?"            talk to it, awake or asleep
  $ baby say "once" --temperature 0.5 --max-tokens 200
  $ baby exam --text poem.txt          how well does it know this text?
  $ baby status --json | jq .stats     look at its numbers from a script
  $ baby new mia                       begins another one beside it
  $ baby watch --home mia              … which is the one that is meant
  $ baby list                          all that there are
  $ baby export mia.tar --home mia     packs it, to be kept or moved
  $ baby import mia.tar                … to another machine
  $ baby stats loss --plot --since 1h  how its loss went
  $ baby log --level warn              what went wrong
  $ baby log --durations               where the time of a step goes
  $ baby report --out life.html        its whole life on one page
  $ baby diary                         how it grew, in its own words
  $ baby journal "we read Pepys"       writes down what you learn today
  $ baby game                          it and you answer lines of its library
  $ baby corrections                   what you corrected, and whether it knows it by now
  $ baby set sources.letters 0.1       lets it read your letters more often
  $ baby set learningRate 3e-4         changes a setting, awake or asleep
  $ baby soul back best                goes on from its best soul
  $ baby doctor                        what this machine can do, and what would make it faster

A baby lives in one folder, its home: ~/.babyllm, or BABY_HOME, or --home. Its settings are in
baby.json there. Another one, begun by "baby new mia", lives in ~/.babyllm-mia; --home mia finds it.
Exit codes: 0 done, 1 failed, 2 wrong options, 69 not awake, 75 awake already, 130 left without
saving. BABY_DEBUG=1 shows where an error arose.`,
} as const;
