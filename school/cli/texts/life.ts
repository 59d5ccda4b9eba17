/** Waking, watching and putting to sleep; and what ends a command. */
export const lifeTexts = {
  wake: {
    description: 'wake it: it goes on learning where it stopped, and is shown where there is a terminal',
    foreground: 'live in this process and print plain lines, for services and logs',
    detach: 'let it live on when this terminal closes',
    from: 'where to go on reading: resume, random, start, or the number of a token',
    preset: 'its size, decided at the first wake',
    brain: 'its kind of mind, decided at the first wake',
    minutes: 'save and stop after N minutes',
    steps: 'save and stop after N steps',
    fellAsleepAgain: 'It woke, and fell asleep again.',
    othersCanLook: (folder: string) =>
      `Other users of this machine can look into ${folder}, and its permissions cannot be changed: keep the home on a disk that knows permissions.`,
    endedBefore: 'It was told to end before it was awake.',
    endedBySignal: (signal: string) => `The baby did not wake: its process ended by ${signal}.`,
    endedWithCode: (code: number | null) => `The baby did not wake: its process ended with exit code ${code}.`,
    cannotStart: (why: string) => `The baby's process cannot be started: ${why}.`,
  },
  watch: {
    description: 'look at it and talk to it; wakes it if it sleeps (what `baby` alone does)',
    isAwake: (name: string, step: string, pid: number) =>
      `${name} is awake at step ${step} (process ${pid}), and learns on when this terminal closes.`,
    toLook: 'look at it, and talk to it',
    toSleep: 'let it save and fall asleep',
    isAsleepAgain: 'It is asleep. Wake it again with the same command.',
    isAsleep: 'It is asleep: `baby wake` wakes it.',
  },
  sleep: {
    description: 'let an awake baby save and fall asleep',
    now: 'without saving: what it learnt since its last save is lost',
    holderEnded: 'It could not be reached, but it was told to fall asleep, and has let go of its home.',
    withoutSaving: 'It fell asleep without saving.',
    saved: 'It saved and fell asleep.',
  },
  nothingLearnt: (folder: string) =>
    `There is no baby in ${folder} that has learnt anything yet: wake one with \`baby wake\`.`,
  noSuch: (what: string) => `there is no such ${what}`,
  noBaby: (folder: string) => `There is no baby in ${folder} yet: wake one with \`baby wake\`.`,
  becauseOf: (stack: string) => `because of ${stack}`,
  cannotBeDone: 'It cannot be done',
  cannotBeUsed: (path: string) => `${path} cannot be used`,
  cannotBeWritten: (file: string, why: string) => `${file} cannot be written: ${why}.`,
  home: {
    moved: 'was moved or removed',
    taken: 'is held by another process now',
    lost: (folder: string, why: string) =>
      `The home ${folder} ${why}: it falls asleep without saving, and wakes from its last soul.`,
  },
  brokenOff: 'It was broken off: nothing of it is left behind.',
  outputFailed: (why: string) => `The output could not be written: ${why}.`,
  progress: {
    done: (what: string, seconds: string) => `${what}: done in ${seconds} s`,
    left: (time: string) => `, ${time} left`,
  },
} as const;
