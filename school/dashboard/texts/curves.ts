/** What stands at the curves: what they are about, what they wait for, and what happened under them. */
export const curveTexts = {
  ofReadText: 'of text that it reads',
  ofUnreadText: 'of text that it never read',
  waits: {
    firstWords: 'it reads its first words',
    firstExam: 'the first exam comes within a minute; it needs some text that is held out',
    nextValue: 'the curve begins with the next value',
  },
  bitsPerByte: 'bits per byte',
  marks: {
    best: 'the best exam',
    fed: 'the library changed',
    corrected: 'a reply was corrected',
    grown: 'it grew',
    restored: 'an earlier soul was restored',
    set: 'a setting changed',
    otherExam: 'exams are about another text: those before cannot be compared',
    saved: 'a soul was saved',
  },
} as const;
