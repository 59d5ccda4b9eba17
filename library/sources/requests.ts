/** Words by which somebody asks to be answered, before the question itself: English, German, French and Spanish. */

/** Words that ask politely, wherever they stand. */
const POLITE = /(?<!\p{L})(?:please|bitte|s'il (?:te|vous) plaît|por favor)(?!\p{L})/giu;

/** Demands, behind which the question follows, or only what is asked about: `tell me your name`. */
const DEMANDS = [
  /(?:(?:can|could|will|would|won't) you )?(?:tell|remind) me(?: again)?/,
  /(?:(?:may|can|could) i ask|let me ask)(?: you)?/,
  /(?:i (?:want|wanted|would like)|i['’]d like) to (?:ask|know)/,
  /(?:kannst|könntest) du mir sagen|sage? mir|verrate? mir|darf ich fragen/,
  /(?:peux-tu|tu peux|pourrais-tu) me dire|dis[- ]moi|puis-je savoir/,
  /(?:puedes|podrías) decirme|dime|me puedes decir/,
];

/** Questions whether somebody knows the answer: only where the question that is meant follows. */
const WHETHER_KNOWN = [
  /(?:do|would) you (?:still |happen to )?(?:know|remember)(?: the reason)?/,
  /(?:can|could) you (?:explain|say)(?: to me)?/,
  /weißt du(?: noch)?/,
  /(?:est-ce que )?tu sais|sais-tu/,
  /sabes/,
];

/** What begins a question. */
const ASKING = [
  /who|whom|whose|what|which|where|when|why|how/,
  /wer|wen|wem|was|welche\p{L}*|wo|wohin|woher|wann|warum|wieso|weshalb|wie/u,
  /qui|que|quoi|quel\p{L}*|où|quand|pourquoi|comment|combien/u,
  /quién|qué|cuál|dónde|cuándo|cómo|por qué|cuánt\p{L}*/u,
];

const anyOf = (forms: readonly RegExp[]): string => `(?:${forms.map(({ source }) => source).join('|')})`;
const [demand, whetherKnown, asking] = [DEMANDS, WHETHER_KNOWN, ASKING].map(anyOf);
const REQUEST = new RegExp(
  String.raw`^\s*(?:${demand}(?!\p{L})|${whetherKnown}[\s,]+(?=${asking}(?!\p{L})))[\s,:]*`,
  'iu',
);

/** A question without the words that ask for its answer; as it is where it has none. */
export function withoutRequest(question: string): string {
  const plain = question
    .replace(POLITE, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,]+/, '');
  return plain.replace(REQUEST, '');
}
