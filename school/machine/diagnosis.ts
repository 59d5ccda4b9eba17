/** One thing that was looked at. Sentences are safe for a terminal. */
export interface Finding {
  /** `could`: it works, and could work better. */
  readonly state: 'good' | 'could' | 'bad';
  readonly what: string;
  readonly says: string;
  readonly advice?: string;
}
