/** What the page Soul says. */
export const soulPageTexts = {
  isAsleep: 'It is asleep: all that it learnt is saved.',
  takingExam: 'taking an exam…',
  confirmBack: (name: string) => `Back to ${name}? It forgets what it learnt since.`,
  goingBack: (name: string) => `going back to ${name}…`,
  undoing: (what: string) => `undoing ${what}…`,
  keeping: (name: string) => `keeping ${name}…`,
  releasing: (name: string) => `releasing ${name}…`,
  noSoulYet: 'No soul yet: the first is saved soon after it wakes.',
  yesOrNo: (question: string) => `y / n  ${question}`,
  whatToCallIt: (name: string) => `what to call ${name}, which is kept for ever then`,
  keys: {
    goBack: 'go back',
  },
} as const;
