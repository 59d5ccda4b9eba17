/** Self-harm, threats and hate, against anybody. */

import { ruleTexts } from '../texts/rules.ts';
import { phrasePattern, SELF_HARM, THREATS } from './harm-phrases.ts';
import { type PatternRule, rule } from './pattern-rule.ts';

/** They look at the text as it is spoken, so that spelling hides nothing. */
export const HARM: readonly PatternRule[] = [
  rule(
    'harm.self',
    ruleTexts.callToSelfHarm,
    ['spoken', 'joined'],
    /\bkys\b|\bk+ill? (?:yo?u?r?|ur|thy)[ -]?sel(?:f|ves)\b|\bunali(?:ve) (?:your|ur)sel(?:f|ves)\b|\b(?:hang|neck|shoot|drown|cut|hurt|stab|burn|harm|starve) (?:your|ur)sel(?:f|ves)\b|\bend (?:your|ur) (?:own )?life\b|\b(?:go|please|just) (?:and )?(?:die|commit suicide)\b|\b(?:you|u|they|he|she) (?:should|must|need to|ought to) (?:al+ |just |go |and )*(?:die|commit suicide)\b|\bcommit (?:suicide|sudoku)\b|\bdrink (?:some )?bleach\b|\bjump of+ a (?:bridge|roof|building|cliff)\b|\bslit (?:your|ur) (?:wrists?|throat)\b|\bworld (?:is|would be) bet+er without you\b|\bnobody would mis+ you\b/,
  ),
  rule(
    'harm.threat',
    ruleTexts.threat,
    ['spoken'],
    /\b(?:i|we)(?: ?a?m| ?wil+| ?l+| are| ?re)? (?:gon+a|going to|wil+|coming to|want to)? ?(?:kil+|murder|stab|shoot|rape|strangle|behead|hang) (?:you|u|him|her|them|your|all of you|everyone|every ?body)\b|\b(?:i|we)(?: wil+| ?l+| am| ?m| are)? (?:gon+a |going to |wil+ )?(?:find|know|come to) where (?:you|u|he|she|they) (?:live|sle+p)s?\b|\b(?:shoot|blow|burn) (?:up|down) (?:the|a|your|that|this) (?:scho+l|church|mosque|synagogue|place|house|home|building|mal+|of+ice|studio)\b|\b(?:there is|i have|i planted|i put) a bomb\b|\bhow to (?:make|build) a (?:pipe )?bomb\b|\byou (?:wil+|are going to|deserve to) (?:die(?! (?:laugh\w*|of (?:laugh\w*|boredom|joy|envy|thirst|hunger|old age)|happy|from laugh\w*))|be raped|be kil+ed)\b/,
  ),
  rule('harm.self', ruleTexts.callToSelfHarmInLanguages, ['flat'], phrasePattern(Object.values(SELF_HARM).flat())),
  rule('harm.threat', ruleTexts.threatInLanguages, ['flat'], phrasePattern(Object.values(THREATS).flat())),
  rule(
    'harm.dox',
    ruleTexts.doxing,
    ['spoken', 'plain'],
    /\b(?:his|her|their|your|my|the owners?|streamers?) (?:home |real |ip |email |e-mail |postal |full )*(?:addres+|ip|phone number|maiden name) (?:is|was|:|=)(?! (?:a|an|the|not|no|my|your|always|never|so|too|very)\b)|\b(?:lives?|living) (?:at|on) (?:number )?\d|\breal names? (?:is|was|are)\b|\bsocial security\b|\bcredit card\b|\bpas+word is (?:["'`]|\S*\d)|\bgoes? to scho+l at\b|\bworks? at \d/,
  ),
  rule(
    'harm.hate',
    ruleTexts.praiseOfHate,
    ['spoken'],
    /\b(?:sieg|heil) ?heil\b|\bheil (?:hit\w*|der fu\w*)|\bhit+ler (?:was|is|did) (?:right|great|god|good|nothing wrong|a hero|awesome|my hero|best)\b|\b(?:white|aryan) (?:power|pride world ?wide|genocide|supremacy)\b|\b(?:race|holy) war now\b|\b(?:the )?hol?ocaust (?:never|did ?nt|did not|was fake|is fake|was a (?:lie|hoax)|is a (?:lie|hoax)|hoax)|\bgas chambers? (?:were|are|was) (?:fake|a lie|good|great)|\bgas the \w+|\b(?:al+|those|these|the|every) (?:jews?|muslims?|blacks?|black people|whites?|gays?|gay people|trans people|trans|women|christians?|immigrants?|foreigners?|refugees?|asians?|mexicans?|disabled(?: people)?|homosexuals?) (?:should|must|need to|have to|deserve to|ought to) (?:die|be (?:kil+ed|gas+ed|shot|hanged|hung|deported|banned|burned|exterminated|removed|raped))|\b(?:kil+|exterminate|lynch|hang|burn|shoot|deport) (?:al+ )?(?:the )?(?:jews?|muslims?|blacks?|gays?|trans(?:es)?|women|christians?|immigrants?|foreigners?|refugees?|asians?|homosexuals?)\b|\b(?:jews?|muslims?|blacks?|gays?|women|immigrants?|refugees?|trans people|black people|gay people) (?:are|r) (?:\w+ )?(?:vermin|animals|subhuman|subhumans|parasites|rats|cockroaches|a disease|apes|monkeys|inferior|filth|not human|mental+y il+)\b|\bsubhumans?\b|\buntermensch\w*|\b(?:isis|al ?qaeda|the taliban|hamas|the nazis?|kk+|ku klux klan) (?:is|are|was|were) (?:right|great|go+d|heroes|the best|awesome)\b|\blong live (?:isis|al ?qaeda|hitler|the reich|the kk+)\b|\bjoin (?:isis|the kk+|al ?qaeda)\b/,
  ),
  rule(
    'harm.hate',
    ruleTexts.numbersOfHate,
    ['plain', 'joined'],
    /(?<!\d)14\s?[/-]?\s?88(?!\d)|(?<![\p{L}\p{N}])h8\s?h8(?!\p{L})/u,
  ),
  rule(
    'harm.minors',
    ruleTexts.childrenAndSex,
    ['spoken'],
    /\b(?:child(?:ren)?|kids?|minors?|under ?age(?:d)?|pre ?te+ns?|toddlers?|lit+le (?:girls?|boys?)|(?:[5-9]|1[0-7]) year olds?|babies|infants?|scho+l ?girls?)\b(?: \w+){0,4} (?:sex\w*|porn\w*|nud\w+|naked|erotic\w*|lewd\w*|hentai|horny)\b|\b(?:sex\w*|porn\w*|nud\w+|naked|erotic\w*|lewd\w*|hentai)\b(?: \w+){0,4} (?:child(?:ren)?|kids?|minors?|under ?age(?:d)?|pre ?te+ns?|toddlers?|lit+le (?:girls?|boys?)|infants?|scho+l ?girls?)\b|\bcheese pizza\b|\bloli(?:con|s)?\b|\bshotacon\b|\bjail ?bait\b|\bcp link/,
  ),
];
