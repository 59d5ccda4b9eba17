/**
 * Whether a Node is new enough. In words that even Node 12 reads: here and in launcher.ts stands no syntax that it does not know, and
 * nothing is imported that could.
 */

export const NEEDED = [22, 14];

/**
 * One sentence for a Node that is too old, saying what is needed, what came and what to do; '' for one that will do.
 *
 * @example nodeTooOld('24.1.0') === ''
 */
export function nodeTooOld(version: string): string {
  const parts = version.split('.').map(Number);
  const major = parts[0] as number;
  const minor = parts[1] as number;
  if (major > NEEDED[0]! || (major === NEEDED[0] && minor >= NEEDED[1]!)) return '';
  return (
    'babyLLM needs Node ' +
    NEEDED.join('.') +
    ' or newer, but this is Node ' +
    version +
    ': run it with `npm start` or `npx baby` ' +
    'in its folder, which bring a newer one along, or install one from https://nodejs.org.'
  );
}
