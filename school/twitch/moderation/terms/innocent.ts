/**
 * Words and phrases that only look like terms of the list, as in Scunthorpe: animals, plants, food, colours, delays of trains. The phrases
 * are patterns in rot13, so that no slur stands readable here; they look at small letters without accents.
 */
import type { Views } from '../fold.ts';

/** Never terms. */
export const INNOCENT_WORDS: ReadonlySet<string> = new Set(
  `snigger sniggers sniggered sniggering sniggerer chinking dickens dickensian cockpit cocktail cockerel peacock hancock hitchcock
   scunthorpe sussex essex middlesex penistone shitake shiitake ana anna niggardly niggling pakistan pakistani pakistanis montenegro
   mongolia mongolei mongolie retardant retardants negroni negronis negroponte cockroach cockatoo cocky woodcock cockney`.split(
    /\s+/,
  ),
);

const PHRASES: readonly string[] = [
  'zbol qvpx|fcbggrq qvpx|qvpx (?:ina qlxr|pynex|genpl|tenlfba|purarl|juvggvatgba)',
  '(?:jrngure|oynpx|jbbq|tnzr|svtugvat|gur|n|byq) pbpxf? (?:pebj|perj|ghearq|svtug|ebova|pnyyrq|fnat|jbxr)\\j*|pbpx[ -]?n[ -]?qbbqyr(?:[ -]?qbb)?|pbpx (?:naq ohyy|ebova|bs gur jnyx)|unys[ -]pbpx|pbpxf?.? (?:cvg|fgrc|n ?ubbc|fuhg)|pbpx-(?:n-ubbc|fuhg|cvg)|fuhggyr.?pbpxf?|(?:ivyyntr|lbhat|erq).pbpxf?|(?:jrngure|tnzr|oynpx) ?pbpxf?',
  'chffl ?(?:jvyybjf?|pngf?|sbbg\\j*)',
  'puvaxf? (?:bs (?:yvtug|fxl|fha\\j*|qnlyvtug)|va (?:gur|uvf|ure|gurve|zl|bhe|lbhe)? ?(?:nezbh?e|jnyy|srapr|phegnvaf?))',
  'znvar pbbaf?|pbba ?(?:ubhaqf?|pngf?|furyy)',
  '(?:ra|qh|yr|qr|ha|zba|gba|fba|qrf|yrhe|ibger|abger|nhpha|fnaf|gebc qr|crgvg) ergneqf?|ergneqf? (?:qr|nh|fhe|vzcbegnag|puebavdhr|ny)',
  '(?:pbybe|tngb|creebf?|pnonyyb|zne|uhzbe|nthwreb|irfgvqb|genwr|pnsr|gr|cna|pvryb|cryb|evb|zbagr|pbpur|pneeb|pubpbyngr|ivab|zrepnqb|ivrearf|pvfar|chagb|cnagnyba|mncngb|ovtbgr|bwbf?|sbeb|cb|gvaghen|byvb|avtug) arteb[nb]?f?|(?:ra|qr|rf|ln) arteb (?:l|r|pba|pbzb|b|zngr|dhr|fboer)(?! zvreqn)|arteb (?:zngr|l oynapb|r ovnapb|r oenapb|pbzb ry pneoba|zr thfgn|znee|pynfvpb)|ebaq arteb',
  'ovpun (?:an|ab|qn|qb|cnen|ren|rfgnin|qr rfcren|ovt|tvtnagr|rabezr|ragen)|(?:an|snmre|anf|ahzn) ovpunf?',
  'svabppuv[bv]? (?:ny|pba|va|r|tengva\\j*|pehq\\j+|serfp\\j+|fryingvp\\j+|nyyn|ohbab|cre)|(?:qv|ny|pba|gvfnan|frzv|vafnyngn|qhr|ger) (?:qv )?svabppuvb?',
  'gncrggrf? (?:n|nhk|cbhe) (?:zbhpur|fbhevf)\\j*|gncrggr n',
  'fhoabezny (?:ahzoref?|sybngf?|sbez|inyhrf?|tebhc|frevrf)',
  'pbabf? (?:qr|qry|nmhy|fhe|ebwb|anenawn|pba)|(?:ry|ha|ybf) pbabf?',
  'gvgf? (?:sbe|naq gur|zbhfr|ovyy)|oyhr gvgf?|terng gvgf?',
  'sntbgf? (?:qr|rg)|ubzb (?:fncvraf|rerpghf|yhqraf|snore)|fcvp naq fcna',
  'nany (?:svffherf?|svfghynf?|pnapre|pnany|fcuvapgref?|tynaqf?|svaf?)',
  '(?:jnf|jrer|orra|or|ab,?|tbg|gur) orurnqrq',
  'anmv (?:treznal|ertvzr|ren|ehyr|bpphcngvba|nezl|cnegl|qvpgngbefuvc|qrhgfpuynaq|ertvzrf?|mrvg)|(?:ntnvafg|qrsrngrq|sbhtug|svtugvat|orng|sebz|ol) (?:gur )?anmvf?',
];

const rot13 = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => {
    const code = letter.charCodeAt(0);
    return String.fromCharCode((code & 96) + (((code & 31) + 12) % 26) + 1);
  });

const INNOCENT = new RegExp(`(?<![\\p{L}\\p{N}])(?:${PHRASES.map(rot13).join('|')})(?![\\p{L}\\p{N}])`, 'gu');

/** The words of a text without those that stand in an innocent phrase. */
export function withoutInnocentPhrases({ joined, words }: Views): readonly string[] {
  const left = joined.replace(INNOCENT, ' ');
  return left === joined ? words : left.split(/\s+/).filter(Boolean);
}
