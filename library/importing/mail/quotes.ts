/** What of a mail are others' words: the mail that is answered, quoted or passed on below or between the writer's own. */
import type { QuoteOf } from '../documents/html-text.ts';

/**
 * The writer's own words: without the mail that is answered, quoted or passed on, and without the signature.
 * @param follows whether the mail says of itself that it answers or passes on another, which may then be all that is in it.
 */
export function ownWords(text: string, follows = false): { text: string; quoted: number } {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const kept: string[] = [];
  let quoted = 0;
  /** The first quoted line from where it was last asked for. */
  let quote = 0;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (QUOTED.test(line)) {
      quoted++;
      continue;
    }
    const length = attributionAt(lines, i);
    const below = i + length;
    if (length > 0) while (quote < lines.length && (quote < below || !QUOTED.test(lines[quote]!))) quote++;
    const signed = /^-- ?$/.test(line) && lines.length - i <= SIGNATURE;
    const passedOn = isHead(lines, i) && (follows || firstWords(lines, 0) < i);
    if (ORIGINAL.test(line) || signed || passedOn || (length > 0 && isAnswered(lines, i, below, quote))) {
      quoted += lines.length - i;
      break;
    }
    const marked = quote < lines.length && firstWords(lines, below) === quote;
    if (length > 0 && (marked || isOfProgram(lines, i, below))) {
      quoted += length;
      i = below - 1;
    } else kept.push(line);
  }
  return { text: kept.join('\n').replaceAll(STUFFED, '').trim(), quoted };
}

/** In front of a `>` that quotes nothing: an invisible character that texts do not have, since cleaning takes it away. */
export const STUFFED = '\u2060';

const QUOTED = /^\s*>/;

/** A signature has no more lines; some programs take the space away that is part of its mark. */
const SIGNATURE = 12;

/** Where mail programs put the mail that is answered whole below. */
const ORIGINAL = new RegExp(
  `^\\s*(?:-{2,} ?(?:${[
    'Original Message|Forwarded message',
    'Ursprüngliche Nachricht|Original-Nachricht|Weitergeleitete Nachricht',
    "Message d['’]origine|Message original|Message transféré",
    'Mensaje original|Mensaje reenviado|Mensagem original|Mensagem encaminhada',
    'Messaggio originale|Messaggio inoltrato|Oorspronkelijk bericht|Doorgestuurd bericht',
  ].join('|')}) ?-{2,}|_{20,}|(?:${[
    'Begin forwarded message|Anfang der weitergeleiteten Nachricht|Début du message (?:transféré|réexpédié)',
    'Inicio del mensaje reenviado|Inizio messaggio inoltrato|Begin doorgestuurd bericht',
  ].join('|')}) ?:)\\s*$`,
  'i',
);

/** "On Monday somebody wrote:" in several languages. */
const ATTRIBUTION =
  /^\s*(?:On|Am|Le|El|Il|Em|Op|Den|Dnia)\s.{5,200}\s?(?:wrote|schrieb.*|a écrit|escribió|ha scritto|escreveu|schreef.*|skrev.*|napisał.*)\s?:\s*$/i;

const ATTRIBUTION_BEGINS = /^\s*(?:On|Am|Le|El|Il|Em|Op|Den|Dnia)\s/i;

/** Programs break it into at most this many lines. */
const ATTRIBUTION_LINES = 3;

/** How many lines an attribution has that begins there; 0: none does. */
function attributionAt(lines: readonly string[], from: number): number {
  if (!ATTRIBUTION_BEGINS.test(lines[from]!)) return 0;
  let spoken = '';
  for (let i = from; i < from + ATTRIBUTION_LINES && i < lines.length; i++) {
    if (lines[i]!.trim() === '' || QUOTED.test(lines[i]!)) return 0;
    spoken += `${i > from ? ' ' : ''}${lines[i]!}`;
    if (ATTRIBUTION.test(spoken)) return i + 1 - from;
  }
  return 0;
}

/** Whether what was written is so exact that a mail program wrote it: with an address, or with day and time. */
function isOfProgram(lines: readonly string[], from: number, to: number): boolean {
  const spoken = lines.slice(from, to).join(' ');
  if (OWN.test(spoken) && !ADDRESS.test(spoken)) return false;
  const alone = from === 0 || lines[from - 1]!.trim() === '';
  return isExact(spoken) || (NUMERIC.test(spoken) && alone);
}

const ADDRESS = /\S@\S/;
const TIME = /(?<![\d.])\d{1,2}[:.h]\d{2}(?![\d.])/;
const NUMERIC = /(?<!\d)\d{1,4}([./-])\d{1,2}\1\d{2,4}(?!\d)/;
const YEAR = /(?<!\d)(?:19|20)\d{2}(?!\d)/;

/** Of what oneself wrote, or of somebody whom one calls one's own, no program speaks. */
const OWN =
  /(?<!\p{L})(?:I(?: \p{Ll}+){0,2} wrote|schrieb(?: \p{Ll}+){0,2} ich|schreef(?: \p{Ll}+){0,2} ik|skrev(?: \p{Ll}+){0,2} (?:jag|jeg|eg)|(?:je|yo|io|eu|ja) (?:\p{Ll}+ ){0,2}(?:a écrit|escribió|ha scritto|escreveu|napisał\p{L}*)|(?:my|our) \p{Ll}+(?: \p{L}+)? wrote|schrieb mein[er]? \p{L}+|schreef mijn \p{L}+|skrev min \p{L}+|(?:mon|ma) \p{Ll}+(?: \p{L}+)? a écrit)(?!\p{L})/u;

/** With an address, or with day and time. */
function isExact(spoken: string): boolean {
  return ADDRESS.test(spoken) || (TIME.test(spoken) && (NUMERIC.test(spoken) || YEAR.test(spoken)));
}

/**
 * Whether all below an attribution is the mail that is answered, without marks in front of its lines. Marks that come later may
 * stand between answers; but where they have an attribution of their own, they are what that mail quoted itself.
 *
 * @param quote the first quoted line below; the number of lines if there is none
 */
function isAnswered(lines: readonly string[], from: number, below: number, quote: number): boolean {
  if (firstWords(lines, below) === quote || !isOfProgram(lines, from, below)) return false;
  if (quote === lines.length) return true;
  let end = quote;
  while (end > below && lines[end - 1]!.trim() === '') end--;
  for (let length = 1; length <= ATTRIBUTION_LINES && end - length >= below; length++) {
    if (attributionAt(lines, end - length) === length) return true;
  }
  return false;
}

/** The first line from there on that is not empty. */
function firstWords(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && lines[at]!.trim() === '') at++;
  return at;
}

/** What stands above a mail that is answered or passed on whole: who wrote it, when, and about what. */
const HEAD_FROM = /^\s*\*?(?:From|Von|De|Da|Van|Från|Fra|Od)\s?:\*?\s/i;
const HEAD_WHEN =
  /^\s*\*?(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado(?: el| em)?|Fecha|Data|Inviato|Verzonden|Skickat|Sendt|Dato|Wysłano)\s?:/i;
const HEAD_ABOUT = /^\s*\*?(?:Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp|Ämne|Emne|Temat)\s?:/i;

/** Lines of such a head. */
const HEAD_LINES = 10;

/** Whether such a head begins there; people write letters and lists with the same words, but not so exactly. */
function isHead(lines: readonly string[], from: number): boolean {
  if (!HEAD_FROM.test(lines[from]!)) return false;
  let below = from + 1;
  while (below < lines.length && below < from + HEAD_LINES && lines[below]!.trim() !== '') below++;
  const head = lines.slice(from + 1, below);
  if (!head.some((line) => HEAD_ABOUT.test(line))) return false;
  return head.some((line) => HEAD_WHEN.test(line)) && isExact([lines[from]!, ...head].join(' '));
}

/** Classes and ids in which mail programs put what is quoted; in what they quote themselves, Outlook writes `x_` in front. */
const QUOTE_CLASS =
  /(?:^|\s)(?:x_)*(?:gmail_(?:quote(?:_container)?|attr)|yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|moz-(?:cite-prefix|forward-container|email-headers-table))(?:\s|$)/;
const QUOTE_ID =
  /^(?:x_)*(?:mail-editor-reference-message-container|OLK_SRC_BODY_SECTION|reply-intro|yahoo_quoted_\d+)$/;

/** Those that stand above what is quoted, up to the end. */
const ONWARDS_CLASS = /(?:^|\s)(?:x_)*(?:OutlookMessageHeader|ms-outlook-mobile-reference-message)(?:\s|$)/;
const ONWARDS_ID = /^(?:x_)*(?:divRplyFwdMsg|appendonsend|stopSpelling)$/;

/** How Gmail writes a paragraph that its writer moved to the right. */
const INDENTED = /^margin:\s*0(?:px)?\s+0(?:px)?\s+0(?:px)?\s+40px;\s*border:\s*none;/;

/** What elements of a mail in HTML quote. */
export const quoteInHtml: QuoteOf = (name, attributes) => {
  const { class: classes = '', id = '', style = '' } = attributes;
  if (ONWARDS_ID.test(id) || ONWARDS_CLASS.test(classes)) return 'onwards';
  if (QUOTE_ID.test(id) || QUOTE_CLASS.test(classes)) return 'inside';
  return name === 'blockquote' && !(attributes['type'] === undefined && INDENTED.test(style)) ? 'inside' : undefined;
};
