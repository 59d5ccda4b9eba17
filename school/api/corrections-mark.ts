/** What the exam of corrections finds. */

/** How corrected questions are answered, and others. Counts. */
export interface CorrectionsMark {
  /** corrected questions that were asked; those that the memory answers so, and those that the weights would, alone */
  readonly of: number;
  readonly remembered: number;
  readonly byWeights: number;
  /** the same questions in other forms, and those that the memory answers so */
  readonly forms: number;
  readonly formsRemembered: number;
  /** questions that nobody corrected, and those that get a correction by the memory, or by the weights alone: 0 is right */
  readonly others: number;
  readonly othersRemembered: number;
  readonly othersByWeights: number;
}
