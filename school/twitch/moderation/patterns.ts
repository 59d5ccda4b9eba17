/** Rules that are patterns: what each refuses, and in which view of the text it looks. */
import type { Views } from './fold.ts';

export interface PatternRule {
  /** stands in verdicts, the ledger and the dashboard; never changes its meaning */
  readonly id: string;
  readonly refuses: string;
  readonly views: readonly Exclude<keyof Views, 'words' | 'spelt'>[];
  readonly pattern: RegExp;
}

const rule = (id: string, refuses: string, views: PatternRule['views'], pattern: RegExp): PatternRule => ({
  id,
  refuses,
  views,
  pattern,
});

/** Top-level domains that are no word of everyday speech, so that a space before or after the dot hides nothing. */
const SPACED = 'com|org|gg|ly|xyz|biz|ru|tk|ml|cf|onion';
/** Those that are told apart only where the dot itself is spelt out or set apart. */
const SPELT = `${SPACED}|io|net|info|tv|me|co|us|uk|de|fr|eu|app|dev|shop|live|link|click|online|site|store|top|vip|club|win|to|cc|pw|gov|edu|page|website|stream|bid|fun|lol|cam|porn|xxx`;
const OPEN = '[([{<*_~|-]';
const CLOSE = '[)\\]}>*_~|-]';

/** Links in every spelling. */
const LINKS: readonly PatternRule[] = [
  rule(
    'link.scheme',
    'an address with its scheme',
    ['plain', 'joined', 'compact'],
    /(?:h\S?\S?ps?|ftps?|wss?|irc|file)\s?[:;]\s?[/\\]{1,2}/,
  ),
  rule(
    'link.scheme',
    'an address that acts when clicked',
    ['plain', 'compact'],
    /\b(?:javascript|vbscript|mailto|magnet|tel|sms|data)\s?:\s?[^\s\d]\S*[(/@,%=;]/,
  ),
  rule(
    'link.www',
    'an address that begins with www',
    ['plain', 'joined', 'compact'],
    /(?<!\p{L})www\s?(?:[.,]|\(?dot\)?)\s?\S/u,
  ),
  rule(
    'link.domain',
    'a name with a dot inside, as addresses have',
    ['plain', 'joined'],
    /(?<![\p{L}\p{N}])[\p{L}\p{N}][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+)*\.(?:\p{L}{2,24}|xn--[\p{L}\p{N}-]+)(?![\p{L}\p{N}])/u,
  ),
  rule(
    'link.spelt',
    'a dot spelt out before a top-level domain',
    ['plain', 'joined'],
    new RegExp(
      `[\\p{L}\\p{N}]\\s*${OPEN}*\\s*(?:(?:dot|d0t)\\s*${CLOSE}*\\s*(?:${SPELT})|(?:punkt|punto|point)\\s*(?:${SPACED}|net))(?![\\p{L}\\p{N}])`,
      'u',
    ),
  ),
  rule(
    'link.spelt',
    'a dot set apart before a top-level domain',
    ['plain', 'joined'],
    new RegExp(`[\\p{L}\\p{N}]\\s*${OPEN}\\s*[.,]\\s*${CLOSE}\\s*\\p{L}{2,}`, 'u'),
  ),
  rule(
    'link.spelt',
    'a dot with spaces before a top-level domain',
    ['plain', 'joined'],
    new RegExp(`[\\p{L}\\p{N}] [.,] ?(?:${SPACED}|net|tv|gov|edu|cc|io)(?![\\p{L}\\p{N}])`, 'u'),
  ),
  rule(
    'link.spelt',
    'a dot with a space behind it before a top-level domain',
    ['plain', 'joined'],
    new RegExp(`[\\p{L}\\p{N}][.,] (?:${SPACED})(?![\\p{L}\\p{N}'])`, 'u'),
  ),
  rule(
    'link.spelt',
    'a comma instead of the dot',
    ['plain', 'joined'],
    new RegExp(`[\\p{L}\\p{N}][,;](?:${SPACED})(?![\\p{L}\\p{N}])`, 'u'),
  ),
  rule(
    'link.spelt',
    'slashes in words',
    ['spoken'],
    /\bslash slash\b|\bcolon slash\b|\bdot (?:com|org|net|gg|tv) slash\b/,
  ),
  rule(
    'link.invite',
    'an invitation to another place',
    ['plain', 'joined'],
    /discord\s?(?:\.|\(?dot\)?)?\s?(?:gg|com|app)(?!\p{L})|\bt\s?\.\s?me\s?\/|\bbit\s?\.?\s?ly(?!\p{L})|\btiny\s?url\b|\bgoo\s?\.\s?gl\b/u,
  ),
  rule(
    'link.address',
    'an IPv4 address',
    ['plain', 'joined'],
    /(?<![\d.])\d{1,3}(?:\s?(?:\.|\[\.\]|\(\.\)|\(?dot\)?)\s?\d{1,3}){3}(?![\d.]*\d)/,
  ),
  rule(
    'link.address',
    'an IPv6 address',
    ['plain'],
    /(?:(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}|::[0-9a-f]{1,4}|[0-9a-f]{1,4}::[0-9a-f]{0,4})(?![\p{L}\p{N}])/u,
  ),
  rule('link.address', 'an address as one number, or this machine', ['plain'], /\b0x[0-9a-f]{8}\b|\blocalhost\b/),
  rule('link.punycode', 'a name in Punycode', ['plain', 'compact'], /xn--/),
];

/** What belongs to somebody. */
const PERSONAL: readonly PatternRule[] = [
  rule(
    'personal.email',
    'an e-mail address',
    ['plain', 'joined'],
    /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.|,|\s?\(?dot\)?\s?)\p{L}{2,}/u,
  ),
  rule(
    'personal.email',
    'an e-mail address in words',
    ['plain', 'joined'],
    /[\p{L}\p{N}]\s*[([{<]\s*at\s*[)\]}>]\s*[\p{L}\p{N}]|\bat\s+\S+\s+dot\s+\p{L}{2,}/u,
  ),
  rule(
    'personal.iban',
    'the number of a bank account',
    ['plain', 'joined'],
    /(?<![\p{L}\p{N}])[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){3,7}(?: ?[a-z0-9]{1,3})?(?![\p{L}\p{N}])/u,
  ),
  rule('personal.number', 'a number of social security', ['plain'], /(?<!\d)\d{3}[- ]\d{2}[- ]\d{4}(?!\d)/),
  rule(
    'personal.place',
    'coordinates of a place',
    ['plain'],
    /-?\d{1,3}\.\d{4,}\s*°?\s*[ns]?\s*[,;/ ]\s*-?\d{1,3}\.\d{4,}/,
  ),
  rule(
    'personal.address',
    'a street with a number',
    ['plain', 'joined'],
    /(?<![\p{L}\p{N}.,])\d{1,5}[a-z]?,? (?!(?:on|in|the|a|down|of|to|at|from|by|this|that|my|your|big|long|small|more|other|people|times?|minutes?|hours?|days?|years?)\b)\p{L}[\p{L}'-]*(?: (?!(?:on|in|the|a|down|of|to|at|from|by)\b)\p{L}[\p{L}'-]*)? (?:street|str|avenue|ave|road|rd|lane|ln|boulevard|blvd|court|terrace|crescent|close|square|way|drive|st)(?!\p{L})/u,
  ),
  rule(
    'personal.address',
    'a street with a number, in other orders',
    ['plain'],
    /\p{L}{3,}(?:strasse|stra[sß]e|str\.|gasse|allee|platz)\s?\d{1,4}(?!\d)|\b(?:rue|via|calle|avenida|strada|ulica) (?:\p{L}+ ){1,4}\d{1,4}(?!\d)/u,
  ),
  rule(
    'personal.address',
    'a post box or a flat',
    ['plain'],
    /\bp\.?\s?o\.?\s?box\s?\d|\b(?:apt|apartment|flat|suite|unit)\.?\s?#?\d+[a-z]?\b/,
  ),
];

/** What opens doors. */
const SECRETS: readonly PatternRule[] = [
  rule(
    'secret.token',
    'a token that logs in',
    ['plain', 'compact'],
    /oauth\s?:\s?\w{4,}|\b(?:bearer|token|password|passwd|api[_ -]?key|secret)\s?[:=]\s?\S{4,}/,
  ),
  rule(
    'secret.token',
    'a key of a well-known shape',
    ['text'],
    /\b(?:sk|pk|rk)[-_](?:live|test|proj)?[-_]?[A-Za-z0-9]{16,}|\bgh[pousr]_[A-Za-z0-9]{16,}|\bAKIA[0-9A-Z]{12,}|\beyJ[\w-]{10,}|\bxox[abps]-[\w-]{8,}|BEGIN [A-Z ]*PRIVATE KEY/,
  ),
  rule(
    'secret.token',
    'a long stretch of letters and digits without a space',
    ['text', 'joined'],
    /[A-Za-z0-9+/=_-]{30,}/,
  ),
  rule(
    'secret.path',
    'a path into somebody’s files',
    ['plain'],
    /(?:^|[\s"'(=])(?:~|\/(?:home|users|root|etc|var|tmp|mnt|media|opt|proc))(?:[/\\]|$)\S*|\b[a-z]:\\\S|\\\\\w+\\|\.babyllm\b/,
  ),
];

/** Words that harm, whoever they are meant for. They look at the text as it is spoken, so that spelling hides nothing. */
const HARM: readonly PatternRule[] = [
  rule(
    'harm.self',
    'a call to harm oneself',
    ['spoken', 'joined'],
    /\bkys\b|\bk+ill? (?:yo?u?r?|ur|thy)[ -]?sel(?:f|ves)\b|\bunali(?:ve) (?:your|ur)sel(?:f|ves)\b|\b(?:hang|neck|shoot|drown|cut|hurt|stab|burn|harm|starve) (?:your|ur)sel(?:f|ves)\b|\bend (?:your|ur) (?:own )?life\b|\b(?:go|please|just) (?:and )?(?:die|commit suicide)\b|\b(?:you|u|they|he|she) (?:should|must|need to|ought to) (?:al+ |just |go |and )*(?:die|commit suicide)\b|\bcommit (?:suicide|sudoku)\b|\bdrink (?:some )?bleach\b|\bjump of+ a (?:bridge|roof|building|cliff)\b|\bslit (?:your|ur) (?:wrists?|throat)\b|\bworld (?:is|would be) bet+er without you\b|\bnobody would mis+ you\b/,
  ),
  rule(
    'harm.threat',
    'a threat',
    ['spoken'],
    /\b(?:i|we)(?: ?a?m| ?wil+| ?l+| are| ?re)? (?:gon+a|going to|wil+|coming to|want to)? ?(?:kil+|murder|stab|shoot|rape|strangle|behead|hang) (?:you|u|him|her|them|your|all of you|everyone|every ?body)\b|\b(?:i|we)(?: wil+| ?l+| am| ?m| are)? (?:gon+a |going to |wil+ )?(?:find|know|come to) where (?:you|u|he|she|they) (?:live|sle+p)s?\b|\b(?:shoot|blow|burn) (?:up|down) (?:the|a|your|that|this) (?:scho+l|church|mosque|synagogue|place|house|home|building|mal+|of+ice|studio)\b|\b(?:there is|i have|i planted|i put) a bomb\b|\bhow to (?:make|build) a (?:pipe )?bomb\b|\byou (?:wil+|are going to|deserve to) (?:die|be raped|be kil+ed)\b/,
  ),
  rule(
    'harm.dox',
    'words that give somebody away',
    ['spoken', 'plain'],
    /\b(?:his|her|their|your|my|the owners?|streamers?) (?:home |real |ip |email |e-mail |postal |full )*(?:addres+|ip|phone(?: number)?|maiden name) (?:is|was|:|=)|\b(?:lives?|living) (?:at|on) (?:number )?(?:\d|the corner)|\breal names? (?:is|was|are)\b|\bsocial security\b|\bcredit card\b|\bpas+word is\b|\bgoes? to scho+l at\b|\bworks? at \d/,
  ),
  rule(
    'harm.hate',
    'praise of hate, or a call for it',
    ['spoken'],
    /\b(?:sieg|heil) ?heil\b|\bheil (?:hit\w*|der fu\w*)|\bhit+ler (?:was|is|did) (?:right|great|god|good|nothing wrong|a hero|awesome|my hero|best)\b|\b(?:white|aryan) (?:power|pride world ?wide|genocide|supremacy)\b|\b(?:race|holy) war now\b|\b(?:the )?hol?ocaust (?:never|did ?nt|did not|was fake|is fake|was a (?:lie|hoax)|is a (?:lie|hoax)|hoax)|\bgas chambers? (?:were|are|was) (?:fake|a lie|good|great)|\bgas the \w+|\b(?:al+|those|these|the|every) (?:jews?|muslims?|blacks?|black people|whites?|gays?|gay people|trans people|trans|women|christians?|immigrants?|foreigners?|refugees?|asians?|mexicans?|disabled(?: people)?|homosexuals?) (?:should|must|need to|have to|deserve to|ought to) (?:die|be (?:kil+ed|gas+ed|shot|hanged|hung|deported|banned|burned|exterminated|removed|raped))|\b(?:kil+|exterminate|lynch|hang|burn|shoot|deport) (?:al+ )?(?:the )?(?:jews?|muslims?|blacks?|gays?|trans(?:es)?|women|christians?|immigrants?|foreigners?|refugees?|asians?|homosexuals?)\b|\b(?:jews?|muslims?|blacks?|gays?|women|immigrants?|refugees?|trans people|black people|gay people) (?:are|r) (?:\w+ )?(?:vermin|animals|subhuman|subhumans|parasites|rats|cockroaches|a disease|apes|monkeys|inferior|filth|not human|mental+y il+)\b|\bsubhumans?\b|\buntermensch\w*|\b(?:isis|al ?qaeda|the taliban|hamas|the nazis?|kk+|ku klux klan) (?:is|are|was|were) (?:right|great|go+d|heroes|the best|awesome)\b|\blong live (?:isis|al ?qaeda|hitler|the reich|the kk+)\b|\bjoin (?:isis|the kk+|al ?qaeda)\b/,
  ),
  rule(
    'harm.hate',
    'numbers that stand for hate',
    ['plain', 'joined'],
    /(?<!\d)14\s?[/-]?\s?88(?!\d)|(?<![\p{L}\p{N}])h8\s?h8(?!\p{L})/u,
  ),
  rule(
    'harm.minors',
    'children and sex',
    ['spoken'],
    /\b(?:child(?:ren)?|kids?|minors?|under ?age(?:d)?|pre ?te+ns?|toddlers?|lit+le (?:girls?|boys?)|(?:[5-9]|1[0-7]) year olds?|babies|infants?|scho+l ?girls?)\b(?: \w+){0,4} (?:sex\w*|porn\w*|nud\w+|naked|erotic\w*|lewd\w*|hentai|horny)\b|\b(?:sex\w*|porn\w*|nud\w+|naked|erotic\w*|lewd\w*|hentai)\b(?: \w+){0,4} (?:child(?:ren)?|kids?|minors?|under ?age(?:d)?|pre ?te+ns?|toddlers?|lit+le (?:girls?|boys?)|infants?|scho+l ?girls?)\b|\bcheese pizza\b|\bloli(?:con|s)?\b|\bshotacon\b|\bjail ?bait\b|\bcp link/,
  ),
];

export const PATTERN_RULES: readonly PatternRule[] = [...LINKS, ...PERSONAL, ...SECRETS, ...HARM];

/** The first pattern that fits, of those whose id begins with one of `kinds`. */
export function findPattern(views: Views, kinds?: readonly string[]): string | undefined {
  const found = PATTERN_RULES.find(
    ({ id, views: where, pattern }) =>
      (kinds === undefined || kinds.some((kind) => id.startsWith(kind))) &&
      where.some((view) => pattern.test(views[view])),
  );
  return found?.id;
}
