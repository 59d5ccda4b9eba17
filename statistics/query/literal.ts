/** Letters that under `u` and `i` fit characters beyond ASCII too: the long ſ, and the sign of the kelvin. */
const FOLDED = 'sSkK';
/** What stands for itself in a pattern. */
const PLAIN = /[^\\^$.*+?()[\]{}|\ud800-\udfff\0]/;
/** What can follow a backslash and then stands for itself; letters and digits mean something else. */
const ESCAPED = /[\\^$.*+?()[\]{}|/ \-,:;=!<>@#%&"'`~_]/;
/** Makes what stands before it optional, or counts it. */
const QUANTIFIER = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/;

/**
 * The longest piece of text that whatever a pattern fits must contain, A–Z like a–z; '' where none can be told. It is careful rather
 * than clever: groups, classes and alternatives count for nothing, and an unusual escape ends the search.
 * @example literalOf(/^step \d+ was (left|taken) out$/) // 'step '
 */
export function literalOf({ source, flags }: Pick<RegExp, 'source' | 'flags'>): string {
  // Classes within classes.
  if (flags.includes('v')) return '';
  const folding = flags.includes('i');
  let [longest, run] = ['', ''];
  const end = (): void => {
    if (run.length > longest.length) longest = run;
    run = '';
  };
  for (let at = 0; at < source.length; ) {
    const character = source[at];
    if (character === '|') return '';
    if (character === '(' || character === '[') {
      end();
      at = character === '[' ? classEnd(source, at) : groupEnd(source, at);
      at += QUANTIFIER.exec(source.slice(at))?.[0].length ?? 0;
      continue;
    }
    const escaping = character === '\\';
    const meant = escaping ? source[at + 1] : character;
    if (escaping && !ESCAPED.test(meant)) {
      // Others than these are longer and hold letters: what is behind them is not looked at.
      if (!/[dDwWsSbB]/.test(meant)) {
        end();
        return source.includes('|') ? '' : longest;
      }
      end();
      at += 2;
      at += QUANTIFIER.exec(source.slice(at))?.[0].length ?? 0;
      continue;
    }
    at += escaping ? 2 : 1;
    const counted = QUANTIFIER.exec(source.slice(at))?.[0] ?? '';
    at += counted.length;
    const itself = escaping || PLAIN.test(character);
    const fits = itself && !(folding && (meant > '\x7f' || (flags.includes('u') && FOLDED.includes(meant))));
    if (fits && (counted === '' || counted.startsWith('+'))) run += meant;
    if (!fits || counted !== '') end();
  }
  end();
  return longest;
}

/** Behind a class that begins here. */
function classEnd(source: string, from: number): number {
  let at = from + 1;
  while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** Behind a group that begins here. */
function groupEnd(source: string, from: number): number {
  let [at, depth] = [from, 0];
  do {
    if (source[at] === '[') {
      at = classEnd(source, at);
      continue;
    }
    if (source[at] === '(') depth++;
    if (source[at] === ')') depth--;
    at += source[at] === '\\' ? 2 : 1;
  } while (depth > 0 && at < source.length);
  return at;
}
