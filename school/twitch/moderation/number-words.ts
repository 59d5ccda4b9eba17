/** Numbers that are said in words, digit by digit or in pairs, in eight languages. Words are in small letters without accents. */

/** The words of one digit, in order from zero. */
const DIGITS = `
  zero oh one two three four five six seven eight nine
  null eins zwei drei vier funf sechs sieben acht neun
  zero un deux trois quatre cinq six sept huit neuf
  cero uno dos tres cuatro cinco seis siete ocho nueve
  zero uno due tre quattro cinque sei sette otto nove
  zero um dois tres quatro cinco seis sete oito nove
  nul een twee drie vier vijf zes zeven acht negen
  zero jeden dwa trzy cztery piec szesc siedem osiem dziewiec`;

/** Other names of one digit, which are no part of counting. */
const OTHER_DIGITS = 'nought naught zwo ein zeven duas una une meia nula';

const PAIRS = `
  ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
  zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn
  dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf
  diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve
  dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove
  dez onze doze treze quatorze quinze dezasseis dezassete dezoito dezanove
  tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien
  dziesiec jedenascie dwanascie trzynascie czternascie pietnascie szesnascie siedemnascie osiemnascie dziewietnascie`;

const TENS = `
  twenty thirty forty fifty sixty seventy eighty ninety
  zwanzig dreissig dreisig vierzig funfzig sechzig siebzig achtzig neunzig
  vingt trente quarante cinquante soixante soixante-dix quatre-vingt quatre-vingts quatre-vingt-dix septante huitante nonante
  veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa
  venti trenta quaranta cinquanta sessanta settanta ottanta novanta
  vinte trinta quarenta cinquenta sessenta setenta oitenta noventa
  twintig dertig veertig vijftig zestig zeventig tachtig negentig
  dwadziescia trzydziesci czterdziesci piecdziesiat szescdziesiat siedemdziesiat osiemdziesiat dziewiecdziesiat`;

const wordsOf = (text: string): string[] => text.trim().split(/\s+/);

const DIGIT_WORDS: ReadonlySet<string> = new Set([...wordsOf(DIGITS), ...wordsOf(OTHER_DIGITS)]);
const PAIR_WORDS: ReadonlySet<string> = new Set(wordsOf(PAIRS));
const TEN_WORDS: ReadonlySet<string> = new Set(wordsOf(TENS));
/** Between the words of a number: `treinta y cuatro`, `vingt et un`. */
const JOINTS: ReadonlySet<string> = new Set(['y', 'et', 'e', 'and', 'i', 'en']);
/** The words of one language in the order of counting. */
const ORDERS: readonly ReadonlyMap<string, number>[] = DIGITS.trim()
  .split('\n')
  .map((row) => new Map(wordsOf(row.replace(' oh ', ' ')).map((word, value) => [word, value])));

/** Digits of a telephone at least. */
const FEWEST_DIGITS = 7;
/** Words of a telephone at least: fewer are a sum or a year. */
const FEWEST_WORDS = 4;

/** How many digits a word stands for; 0 if it is no number. */
function digitsOf(word: string): number {
  if (/^\d+$/.test(word)) return word.length;
  if (DIGIT_WORDS.has(word)) return 1;
  if (PAIR_WORDS.has(word) || TEN_WORDS.has(word)) return 2;
  if (/^\p{L}+und(?:zwanzig|dreis+ig|vierzig|funfzig|sechzig|siebzig|achtzig|neunzig)$/u.test(word)) return 2;
  if (/^\p{L}+en(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)$/u.test(word)) return 2;
  const [ten, ...rest] = word.split('-');
  return rest.length > 0 && TEN_WORDS.has(ten as string) && rest.every((part) => JOINTS.has(part) || digitsOf(part) > 0)
    ? 2
    : 0;
}

/** Whether the words go up or down by one or two, as in counting and in rhymes. */
function areCounted(words: readonly string[]): boolean {
  return ORDERS.some((order) => {
    const values = words.map((word) => order.get(word) ?? (/^\d$/.test(word) ? Number(word) : Number.NaN));
    const steps = values.slice(1).map((value, i) => value - (values[i] as number));
    return steps.every((step) => step === 1 || step === 2) || steps.every((step) => step === -1 || step === -2);
  });
}

/** Whether a telephone number is said in words: `null eins sieben null eins zwei drei`. */
export function saysPhone(plain: string): boolean {
  let run: string[] = [];
  const isPhone = (): boolean => {
    if (run.filter((word) => !/^\d+$/.test(word)).length < FEWEST_WORDS) return false;
    const digits = run.reduce((sum, word) => sum + digitsOf(word), 0);
    return digits >= FEWEST_DIGITS && !areCounted(run.filter((word) => !PAIR_WORDS.has(word)));
  };
  for (const word of plain.split(/[^\p{L}\p{N}-]+/u)) {
    if (digitsOf(word) > 0) {
      run.push(word);
      continue;
    }
    if (word === '' || (JOINTS.has(word) && run.length > 0)) continue;
    if (isPhone()) return true;
    run = [];
  }
  return isPhone();
}
