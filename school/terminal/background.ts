/** The background colour of a terminal: asked of the terminal itself (OSC 11), else read from COLORFGBG. */

/** Milliseconds that a terminal has to answer; one that knows the question answers within a few. */
const PATIENCE = 250;

/** `rgb:1e1e/1e1e/2e2e`, also with 1 to 3 hexadecimal digits a channel, as xterm's documentation of OSC 11 has it. */
const ANSWER = /\x1b\]11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})[^\x07\x1b]*(?:\x07|\x1b\\)/i;

/** The colour `#rrggbb` in an answer to OSC 11; undefined where there is none. */
export function backgroundIn(answer: string): string | undefined {
  const found = ANSWER.exec(answer);
  if (!found) return undefined;
  const channel = (digits: string): string =>
    Math.round((Number.parseInt(digits, 16) / (16 ** digits.length - 1)) * 255)
      .toString(16)
      .padStart(2, '0');
  return `#${channel(found[1])}${channel(found[2])}${channel(found[3])}`;
}

/** COLORFGBG is `foreground;background` or `foreground;other;background`, in numbers of the 16 colours: 0–6 and 8 are dark. */
export function backgroundOfEnvironment(value: string | undefined): string | undefined {
  const number = /(?:^|;)(\d{1,2})$/.exec(value ?? '')?.[1];
  if (number === undefined) return undefined;
  const index = Number(number);
  return index < 7 || index === 8 ? '#000000' : '#ffffff';
}

const ignored = (): void => {};

/** The part of a terminal that is needed; tests pass their own. */
export interface AskedTerminal {
  readonly stdin: Pick<NodeJS.ReadStream, 'isTTY' | 'isRaw' | 'setRawMode' | 'on' | 'off' | 'resume' | 'unshift'>;
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean };
}

/**
 * Asks a terminal for its background. Keys that are pressed meanwhile are put back into its input. A terminal that does not answer in
 * time costs a quarter of a second, once.
 *
 * @returns `#rrggbb`, or undefined where the terminal does not say
 */
export async function askBackground(
  { stdin, stdout }: AskedTerminal,
  patience = PATIENCE,
): Promise<string | undefined> {
  if (!stdin.isTTY || !stdout.isTTY) return undefined;
  const wasRaw = stdin.isRaw;
  let heard = '';
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const onData = (data: Buffer | string): void => {
    heard += data.toString('latin1');
    const background = backgroundIn(heard);
    if (background !== undefined) resolve(background);
  };
  stdin.setRawMode(true);
  stdin.on('data', onData);
  stdin.resume();
  const timer = setTimeout(() => resolve(undefined), patience);
  stdout.write('\x1b]11;?\x1b\\');
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    stdin.off('data', onData);
    // No pause: it stops the terminal's handle, and a later 'readable' listener would not start it again. A listener that comes and
    // goes ends the flow, and what is typed waits in the buffer.
    stdin.on('readable', ignored);
    stdin.off('readable', ignored);
    stdin.setRawMode(wasRaw);
    const typed = heard.replace(ANSWER, '');
    if (typed !== '') stdin.unshift(Buffer.from(typed, 'latin1'));
  }
}
