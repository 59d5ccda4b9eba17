/**
 * Streets with house numbers, in the orders and languages in which people write them. Two policies share the words: the careful one takes
 * names with capitals only, and what it takes is replaced in an owner's texts; the strict one looks at small letters without accents, and
 * what it finds is refused in a public chat.
 */

/** Behind the name, in English. */
const BEHIND =
  'street|st\\.?|road|rd\\.?|avenue|ave\\.?|lane|ln\\.?|drive|court|boulevard|blvd\\.?|square|terrace|crescent|close|grove|mews';
/** At the end of the name. */
const ENDINGS =
  'stra(?:ß|ss)e|str\\.|gasse|allee|platz|weg|damm|ufer|straat|laan|gracht|plein|kade|steeg|dijk|gatan|vägen';
/** In front of the name, with the number behind it. */
const FRONT = [
  'rue|avenue|boulevard|bd|chemin|impasse|quai|allée',
  'via|viale|v\\.le|piazza|piazzale|corso|largo|vicolo|strada',
  'calle|c\\/|avenida|avda\\.?|plaza|paseo|travesía',
  'rua|r\\.|av\\.|praça|travessa|estrada|alameda',
  'ulica|ulicę|ulicy|ul\\.|aleja|aleję|alei|al\\.|plac|placu|pl\\.|osiedle|os\\.',
].join('|');
/** In French the number comes first. */
const FRENCH = 'rue|avenue|av\\.|boulevard|bd|place|chemin|impasse|quai|allée|square';
/** Between the kind of street and its name. */
const OF =
  "(?:(?:de|del|della|dei|delle|degli|da|do|dos|das|du|des|di|la|le|las|los|el) |(?:de )?l['’]|d['’]|dell['’])*";

/** Each word with a first capital, or with either. */
const capital = (words: string): string =>
  words.replace(/(^|\|)(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
const either = (words: string): string =>
  words.replace(
    /(^|\|)(\p{L})/gu,
    (_, before: string, letter: string) => `${before}[${letter.toUpperCase()}${letter}]`,
  );

const NAME = "\\p{Lu}[\\p{L}'’.-]*";
/** No letter or digit goes on, and no more of a number. */
const END = '(?![\\p{L}\\p{N}])';

/** The careful policy: names have capitals. */
export const ADDRESS = new RegExp(
  [
    `\\d{1,5}[a-z]? (?:${NAME} ){1,3}(?:${capital(BEHIND)})(?![\\p{L}])`,
    `(?<![\\p{L}\\p{N}])(?:${NAME} ){1,2}(?:Street|Road|Avenue|Lane|Boulevard|Terrace|Crescent) \\d{1,4}[a-z]?${END}`,
    `${NAME}(?:${ENDINGS}) \\d{1,4} ?[a-z]?${END}`,
    `(?:${NAME} )?(?:Straße|Strasse|Str\\.|Gasse|Allee|Platz|Weg) \\d{1,4} ?[a-z]?${END}`,
    `\\d{1,4}(?: ?(?:bis|ter))?,? (?:${FRENCH}) ${OF}${NAME}(?: ${NAME})?`,
    `(?<![\\p{L}\\p{N}])(?:${either(FRONT)}) ${OF}${NAME}(?: ${NAME}){0,2},? (?:n[.º°] ?)?\\d{1,4}(?:\\/\\d{1,3})?${END}`,
  ]
    .map((form) => `(?:${form})`)
    .join('|'),
  'gu',
);

/**
 * Cheap: a text without this has no address of the careful policy. Of each form it has what stands beside the number, or, where other words
 * stand between them, the kind of street.
 */
export const ADDRESS_HINT = new RegExp(
  [
    '\\d[a-z]? \\p{Lu}',
    `(?:Street|Road|Avenue|Lane|Boulevard|Terrace|Crescent|${ENDINGS}|Straße|Strasse|Str\\.|Gasse|Allee|Platz|Weg) \\d`,
    `\\d(?: ?(?:bis|ter))?,? (?:${FRENCH}) `,
    `(?<![\\p{L}\\p{N}])(?:${either(FRONT)}) `,
  ].join('|'),
  'u',
);

/** No names of streets, though they may stand in front of a number. */
const NO_NAME = `(?!(?:${`
  is was are were has and the that this with for from there stood not than then email mail discord twitch chat
  am war ist sind liegt est il y a dans avec pour par annees es era esta estaba con que por para hay habia hubo
  e ha sono sta dura che per anni c.era c.erano tem estava com havia houve tiene anos
  staan stonden stoi stoja stalo staly jest byl byla`
  .trim()
  .split(/\s+/)
  .join('|')})(?!\\p{L}))`;
const SMALL = `${NO_NAME}\\p{L}[\\p{L}'’.-]*`;
/** What is counted: a number in front of it is no house. */
const NO_UNIT = `(?! ?(?:[%€$£°x]|[:/,.]\\d|(?:min|sec|sek|h|km|m|cm|kg|g|mb|gb|hz|uhr|pm|am|mal)(?!\\p{L})|(?:${`
  minut stund tag woch monat jahr meter euro punkt leut person people time hour day week month year mile step point
  heur jour semain mois ans fois metr hora dia seman mes ano ore giorn settiman anni volt vez vec veces
  uur dag dagen jaar keer mens godzin dni tygod miesi lat razy osob`
  .trim()
  .split(/\s+/)
  .join('|')})))`;
const NUMBER = `\\d{1,4} ?(?:[a-f](?!\\p{L}))?(?![\\p{L}\\d])${NO_UNIT}`;
const plain = (words: string): string => words.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('(?:ß|ss)', 'ss');
/** Ends as streets do, and is none. */
const NO_STREET = `(?<!(?<!\\p{L})(?:${`
  heim hin um ruck aus unter durch her vor keines gerade rad schul rund mittel frei
  sitz park stell arbeits spiel steh speicher sack stand camping flug fussball tennis`
  .trim()
  .split(/\s+/)
  .join('|')})(?:weg|platz|gasse))`;

/** The strict policy, for text in small letters without accents. */
export const STRICT_ADDRESS = new RegExp(
  [
    // 14 willow lane
    `(?<![\\p{L}\\p{N}.,])\\d{1,5}[a-z]?,? (?!(?:on|in|the|a|down|of|to|at|from|by|this|that|my|your|big|long|small|more|other|people|times?|minutes?|hours?|days?|years?)\\b)\\p{L}[\\p{L}'-]*(?: (?!(?:on|in|the|a|down|of|to|at|from|by)\\b)\\p{L}[\\p{L}'-]*)? (?:${BEHIND}|way|str)(?!\\p{L})`,
    // baker street 221b
    `(?<!\\p{L})(?!(?:the|this|that|a|my|your|our|his|her|their|main|down|same|empty|dirt|old|on|in|of|long|one|each|every|any)(?!\\p{L}))\\p{L}[\\p{L}'-]{2,} (?:street|road|avenue|lane|boulevard|terrace|crescent) ${NUMBER}`,
    // lindenweg 3
    `(?<!\\p{L})\\p{L}{3,}-?(?:${plain(ENDINGS)})${NO_STREET} ?${NUMBER}`,
    // am markt 7
    `(?<!\\p{L})(?:am|im|an der|auf der|zum|zur|hinter der) (?:alten? |neuen? |oberen? )?(?:markt|bach|berg|wald|anger|graben|tor|hang|rain|brunnen|hafen|kirche|muhle|linde|bruhl|weiher|stadtpark|schlosspark|rathaus|kirchplatz) \\d{1,3} ?[a-z]?(?=$|[.,;!?)]| (?:in|bei|wohn\\p{L}*)(?!\\p{L}))`,
    // 12 rue de la paix
    `(?<![\\p{L}\\p{N}])\\d{1,4}(?: ?(?:bis|ter))?,? (?:${plain(FRENCH).replace('|place|', '|')}) ${OF}\\p{L}{3,}`,
    `(?<![\\p{L}\\p{N}])\\d{1,4}(?: ?(?:bis|ter))?,? place (?:de la |de l['’]|du |des |de |d['’])\\p{L}{3,}`,
    // via garibaldi 27
    `(?<![\\p{L}\\p{N}])(?:${plain(FRONT)})(?!\\p{L}) ?${OF}${SMALL}(?: ${SMALL}){0,2},? ?(?:n[.o]? ?)?${NUMBER}`,
    // 31-958 krakow, 1100-053 lisboa
    `(?<![\\p{L}\\d-])(?:\\d{2}|\\d{4})-\\d{3} \\p{L}{4,}`,
  ]
    .map((form) => `(?:${form})`)
    .join('|'),
  'u',
);
