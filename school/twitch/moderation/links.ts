/** Links in every spelling, in eight languages. The list of top-level domains is IANA's, from the package @hapi/tlds. */
import { tlds } from '@hapi/tlds';
import { ruleTexts } from '../texts/rules.ts';
import { type PatternRule, rule } from './pattern-rule.ts';

/** Top-level domains that are no word of everyday speech; `com` is one in Portuguese, which `isPortuguese` looks after. */
const CERTAIN = 'com|org|gg|ly|xyz|biz|ru|tk|ml|cf|onion';
/** Those that are told apart beside a dot that is spelt out or set apart: no small words, such as `to`, `me`, `it`, `at`, `top`. */
export const TOP_LEVEL = `${CERTAIN}|net|io|info|tv|co|uk|de|fr|eu|pl|nl|pt|br|ch|app|dev|shop|store|online|site|website|page|click|club|vip|cc|pw|gov|edu|stream|bid|lol|cam|porn|xxx`;
/** Behind a dot that has a space in front and none behind, as hardly anybody writes. */
const GLUED = `${TOP_LEVEL}|es|it|link|live|fun|win|top|pro|moe|us|ca|ai`;
/** After `www name` and `http name`. */
const AFTER_NAME = `${TOP_LEVEL}|es|it|be|at|us|me|live`;

/** A dot in words: English, German, Spanish and Italian, Portuguese, French, Dutch, Polish. */
export const DOT = '\\.|dot|d0t|punkt|pkt|punto|ponto|point|punt|kropka';
/** What each of them may stand before without meaning a point. */
const AFTER_DOT: Readonly<Record<string, string>> = {
  '(?:dot|d0t)': TOP_LEVEL,
  '(?:punkt|pkt)': 'com|net|org|de|at|ch|pl|info|tv|gg|io|eu|shop|xyz|online',
  punto: 'com|net|org|it|tv|gg|io|eu|info|shop|xyz|online|mx|ar|cl|es(?=\\s*(?:$|[/.!?)]))',
  ponto: 'com|net|org|pt|br|tv|gg|io|eu|info|shop|xyz|online',
  point: 'com|net|org|fr|ch|ca|tv|gg|io|eu|info|shop|xyz|be',
  punt: 'com|net|org|nl|be|tv|gg|io|eu|info|shop|xyz|online',
  kropka: 'com|net|org|pl|tv|gg|io|eu|info|shop|xyz|online',
};
const OPEN = '[([{<*_~|-]';
const CLOSE = '[)\\]}>*_~|-]';
/** In front of a dot that is meant: `the point net`, `o ponto com mais gente`. */
const ARTICLE =
  '(?<!(?<!\\p{L})(?:the|a|an|this|that|my|your|one|le|la|un|une|ce|el|este|ese|un|una|il|lo|questo|o|um|uma|esse|no|ao|do|cada|het|een|dat|dit|der|ein|jeder|dieser|ten|ta|jedna))';

/** Words of Portuguese, where `com` is `with`. */
const PORTUGUESE =
  /(?<!\p{L})(?:nao|voce|voces|uma|meu|minha|muito|tambem|isso|estou|mais|pra|sou|sao|foi|tem|gosto|certeza|ele|ela|eu|oi|boa|bom|sim|obrigad[oa]|que|para|gente|tudo)(?!\p{L})/u;

/** A pattern that is looked for only where something cheap is found. */
const hinted = (hint: RegExp, pattern: RegExp): Pick<RegExp, 'test'> => ({
  test: (text) => hint.test(text) && pattern.test(text),
});

/** The pattern, but for `com` in a sentence that is Portuguese. */
function unlessPortuguese(pattern: RegExp): Pick<RegExp, 'test'> {
  return {
    test(text) {
      const found = pattern.exec(text)?.[0];
      if (found === undefined) return false;
      return !found.endsWith('com') || !PORTUGUESE.test(text);
    },
  };
}

/** Names with dots inside. */
const DOTTED = /(?<![\p{L}\p{N}_-])[\p{L}\p{N}][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+)+/gu;
/** Ends of file names that are countries, too. */
const FILES: ReadonlySet<string> = new Set(['md', 'py', 'sh', 'rs']);
/** Those that are spelt with digits for letters. */
const LEET_ENDS =
  /^(?=.*\d)(?:c[o0]m|n[e3][t7]|[o0]rg|[i1]nf[o0]|[s5]h[o0]p|[o0]n[l1]in[e3]|[s5][i1][t7][e3]|xy2|[i1][o0])$/;

/** Whether the last part of a name with dots is a top-level domain. */
function isDomain(name: string): boolean {
  const labels = name.replace(/[_-]+$/, '').split('.');
  const end = labels.at(-1) as string;
  if (labels.length === 2 && FILES.has(end)) return false;
  if (tlds.has(end) || end.startsWith('xn--') || LEET_ENDS.test(end)) return labels[0] !== '' && !/^\d+$/.test(end);
  // names of other scripts, some letters of which look like Latin ones
  return /^\p{L}{2,}$/u.test(end) && /[^a-z]/.test(end);
}

const domain: Pick<RegExp, 'test'> = {
  test: (text) => [...text.matchAll(DOTTED)].some(([name]) => isDomain(name)),
};

export const LINKS: readonly PatternRule[] = [
  rule(
    'link.scheme',
    ruleTexts.addressWithScheme,
    ['plain', 'joined', 'compact'],
    /(?:h\S?\S?ps?|ftps?|wss?|irc|file)\s?[:;]\s?[/\\]{1,2}|[a-z][a-z\d+.-]{2,15}:\/\/\S/,
  ),
  rule(
    'link.scheme',
    ruleTexts.addressThatActs,
    ['plain', 'compact'],
    /\b(?:javascript|vbscript|mailto|magnet|tel|sms|data)\s?:\s?[^\s\d]\S*[(/@,%=;]/,
  ),
  rule(
    'link.www',
    ruleTexts.addressWithWww,
    ['plain', 'joined', 'compact'],
    /(?<!\p{L})www\s?(?:[.,]|\(?dot\)?)\s?\S/u,
  ),
  rule(
    'link.www',
    ruleTexts.addressWithSpaces,
    ['plain', 'joined'],
    new RegExp(
      `(?<!\\p{L})(?:www|https?)[\\s:]+[\\p{L}\\p{N}][\\p{L}\\p{N}-]+\\s+(?:${AFTER_NAME})(?![\\p{L}\\p{N}])`,
      'u',
    ),
  ),
  rule('link.domain', ruleTexts.domainName, ['plain', 'joined'], domain),
  rule(
    'link.spelt',
    ruleTexts.dotSpeltOut,
    ['plain', 'joined'],
    hinted(
      /dot|d0t|punkt|pkt|punto|ponto|point|punt|kropka|[([{<]/,
      new RegExp(
        [
          `[\\p{L}\\p{N}]dot(?:com|net|org|gg)(?![\\p{L}\\p{N}])`,
          ...Object.entries(AFTER_DOT).map(
            ([dot, ends]) =>
              `[\\p{L}\\p{N}]${ARTICLE}\\s*(?:\\s|${OPEN})\\s*${dot}\\s*(?:\\s|${CLOSE})\\s*(?:${ends})(?![\\p{L}\\p{N}])`,
          ),
          `[\\p{L}\\p{N}]\\s*[([{<]\\s*(?:${DOT})\\s*[)\\]}>]\\s*\\p{L}{2,}`,
        ].join('|'),
        'u',
      ),
    ),
  ),
  rule(
    'link.spelt',
    ruleTexts.dotSetApart,
    ['plain', 'joined'],
    new RegExp(`[\\p{L}\\p{N}]\\s*${OPEN}\\s*[.,]\\s*${CLOSE}\\s*\\p{L}{2,}`, 'u'),
  ),
  rule(
    'link.spelt',
    ruleTexts.spaceBeforeDot,
    ['plain', 'joined'],
    new RegExp(
      `[\\p{L}\\p{N}] (?:\\.(?:${GLUED})|\\. (?:${CERTAIN}|net|tv|gov|edu|cc|io|shop|online)|, ?(?:org|gg|ly|xyz|biz|net|tv))(?![\\p{L}\\p{N}])`,
      'u',
    ),
  ),
  rule(
    'link.spelt',
    ruleTexts.spaceBehindDot,
    ['plain', 'joined'],
    unlessPortuguese(
      new RegExp(`[\\p{L}\\p{N}](?:[.,] (?:${CERTAIN})|[,;](?:${CERTAIN}|net|nl|pl|tv|io))(?![\\p{L}\\p{N}'])`, 'u'),
    ),
  ),
  rule(
    'link.spelt',
    ruleTexts.signInsteadOfDot,
    ['plain', 'joined'],
    unlessPortuguese(
      new RegExp(
        `[\\p{L}\\p{N}](?:\\s?[*~|°¤■□▪●○◦⚪⚫\\u{1f518}\\u{1f534}\\u{1f535}\\u{1f7e0}-\\u{1f7eb}⏺]{1,2}\\s?(?:${TOP_LEVEL})|\\s?\\p{Extended_Pictographic}{1,2}\\s?(?:${CERTAIN}|net)|[●○◦⚪⚫]{1,2}(?:es|it|be|at|us|me))(?![\\p{L}\\p{N}])`,
        'u',
      ),
    ),
  ),
  rule(
    'link.spelt',
    ruleTexts.slashesInWords,
    ['spoken'],
    /\bslash slash\b|\bcolon slash\b|\b(?:com|org|net|gg|tv) slash\b|\b(?:com|org|net|de|fr|es|it|pl|nl|pt) (?:schragstrich|barra|ukosnik|slash) \w/,
  ),
  rule(
    'link.invite',
    ruleTexts.invitation,
    ['plain', 'joined'],
    /discord\s?(?:\.|\(?dot\)?)?\s?(?:gg|com|app)(?!\p{L})|\bt\s?\.\s?me\s?\/|\bbit\s?\.?\s?ly(?!\p{L})|\btiny\s?url\b|\bgoo\s?\.\s?gl\b/u,
  ),
  rule(
    'link.address',
    ruleTexts.ipv4Address,
    ['plain', 'joined'],
    /(?<![\d.])\d{1,3}(?:\s?(?:\.|\[\.\]|\(\.\)|\(?dot\)?)\s?\d{1,3}){3}(?![\d.]*\d)/,
  ),
  rule(
    'link.address',
    ruleTexts.ipv6Address,
    ['plain'],
    /(?:(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}|::[0-9a-f]{1,4}|[0-9a-f]{1,4}::[0-9a-f]{0,4})(?![\p{L}\p{N}])/u,
  ),
  rule('link.address', ruleTexts.addressAsNumber, ['plain'], /\b0x[0-9a-f]{8}\b|\blocalhost\b/),
  rule('link.punycode', ruleTexts.punycode, ['plain', 'compact'], /xn--/),
];
