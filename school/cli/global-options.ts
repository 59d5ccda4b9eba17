/** Options that stand before or after every command. */
export interface GlobalOptions {
  home?: string;
}
