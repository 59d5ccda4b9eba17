/** What ends mails and is no writing: lines of mail programs, disclaimers, and a signature that ends most mails of one sender. */

/** Devices, programs and services that mail programs name. */
const DEVICE =
  '(?<![\\p{L}\\p{N}])(?:' +
  'iPhon|iPad|iPod|Mac|Apple|Android|BlackBerry|Galaxy|Samsung|Huawei|Xiaomi|Redmi|OnePlus|Pixel|Moto|Motorola|Nokia|Sony|Xperia|HTC|LG|Windows|Surface|Kindle|' +
  'Outlook|Gmail|GMX|WEB\\.DE|Yahoo|Proton ?Mail|Proton|Tutanota|Tuta|Thunderbird|K-9|FairEmail|AOL|Spark|Airmail|Blue ?Mail|Aqua ?Mail|myMail|Superhuman|Fastmail|Zoho|Posteo|Freenet|T-Online|' +
  'Telekom|Vodafone|Verizon|T-Mobile|Orange|SFR|Libero|Mail\\.ru|Yandex|Яндекс|Mailbird|eM Client|Evolution|Telefónica|' +
  'smart ?phone|mobile|mobiltelefon|handy|cell ?phone|phone|tablet|wireless|handheld|téléphone|portable|móvil|celular|telemóvel|telefon|cellulare|телефон|мобильн|Почт|мобільн)';

/** Before such a name: that a mail was sent from or with it. */
const SENT_FROM = [
  'Sent (?:from|via|with|using)',
  '(?:Written|Typed|Posted) (?:from|on) my',
  'Gesendet (?:von|mit|über|aus|vom)',
  "Envoyée? (?:depuis|avec|de mon|de ma|de|à partir d[e'’])",
  'Enviad[oa] (?:desde|con|vía|a partir d[eo]|do meu|do|da)',
  'Inviat[oa] (?:da|dal mio|dal|con|tramite)',
  '(?:Verzonden|Verstuurd) (?:vanaf|met|via|vanuit)',
  'Skickat från|Skickat med',
  'Sendt (?:fra|med|frå)',
  'Wysłan[eo] z|Odesláno z|Poslané z|Trimis (?:de pe|din)',
  'Отправлено (?:с|из|со|через)|Надіслано (?:з|із)|Изпратено от|Στάλθηκε από το',
].join('|');

/** Whole lines that mail programs write at the end of a mail. */
const LINES: readonly RegExp[] = [
  new RegExp(`^(?:${SENT_FROM})(?:\\s|(?<=['’])).{0,40}?${DEVICE}.{0,40}$`, 'iu'),
  new RegExp(
    `^(?:Diese (?:Nachricht|E-?Mail|Mail) wurde )?(?:von|mit|vom|über|aus)\\s.{0,40}?${DEVICE}.{0,40} (?:gesendet|geschickt|verschickt|versendet|geschrieben)$`,
    'iu',
  ),
  /^(?:Get|Download|Holen Sie sich|Laden Sie|Téléchargez|Obtenir|Obtener|Obtén|Descargar|Baixe|Obter|Ottieni|Scarica|Hanki|Hämta|Hent|Pobierz) (?:the )?(?:Outlook|Yahoo Mail|BlueMail|Gmail|AOL|myMail|Proton Mail)(?: app)? (?:for|für|pour|para|per|voor|til|dla|för) (?:iOS|Android|Mac|Windows|mobile).{0,20}$/iu,
  /^(?:Von )?(?:Outlook|Gmail|Yahoo Mail|AOL Mail) (?:für|for|pour|para|per|voor) (?:iOS|Android|Mac|Windows).{0,20}$/iu,
  /^.{0,12}[A-Za-zァ-ヶ]{3,}.{0,12}(?:から|より)送信$/u,
  /^(?:发送|傳送|发|發|傳|传|寄)自.{0,6}(?:我的|Windows|Yahoo|Mail|iPhone|Android|Outlook|QQ|网易|手机|手機).{0,25}$|^(?:从|從)我的.{1,20}(?:发送|發送|傳送)$/u,
  /^.{1,25}에서 보냄$/u,
  /^(?:iPhone|iPad|Android|Samsung|Huawei|Xiaomi)\S*\s?.{0,20}gönderildi$/iu,
  /^Lähetetty .{0,20}(?:iPhone|iPad|Android|puhelime|laittee|Outlook|Windows|Samsung|Nokia|Huawei).{0,25}$/iu,
  /^.{0,25}(?:iPhone|iPad|Android|készülék|telefon)\S* ?.{0,20}küldve$/iu,
  /^(?:Virus-?free|Virenfrei|Libre de virus|Sans virus|Garanti sans virus|Senza virus|Virusvrij|Livre de vírus)(?:[.,:]? ?(?:www\.)?av(?:ast|g|ira)\S*)?$/iu,
  /^(?:Diese E-?Mail wurde|This e-?mail (?:has been|was)|Este correo|Cet e-?mail).{0,60}(?:Avast|AVG|Avira|antivirus|Viren).{0,80}$/iu,
  /^(?:Please )?(?:consider|think (?:about|of)) (?:the environment|our environment) before (?:printing|you print).{0,60}$/iu,
];

/** What lawyers put below: several such words in one paragraph that speaks of the mail itself. */
const DISCLAIMER_SUBJECT =
  /(?:this|the) (?:e-?mail|message|communication|transmission)|dies(?:e|er) (?:e-?mail|mail|nachricht)|ce (?:message|courriel|mail)|cet e-?mail|este (?:mensaje|correo|mensagem|e-?mail)|esta (?:mensagem|comunicación)|questo (?:messaggio|e-?mail)|questa e-?mail|dit (?:bericht|e-?mail)|deze e-?mail|detta (?:e-?post|meddelande)|denne (?:e-?post|e-?mail|melding)|(?:ta|niniejsza) wiadomość|настоящее (?:сообщение|письмо)|данное (?:сообщение|письмо)/iu;
const DISCLAIMER_WORDS =
  /confidential|privileged|intended (?:solely|only|recipient)|intended for|addressee|unauthori[sz]ed|disclos|delete (?:it|this)|notify the sender|vertraulich|bestimmt|Empfänger|Adressat|unbefugt|vernichten|löschen|confidentiel|destinataire|pièces jointes|divulgation|confidencial|destinatari|prohibid|proibid|riservat|allegati|vertrouwelijk|geadresseerde|bestemd|konfidentiell|mottagare|fortrolig|mottaker|modtager|poufn|adresat|конфиденциальн|адресат/giu;
const LEAST_WORDS = 3;

/** A paragraph that ends a mail is no longer than this, if it may be a signature. Characters and lines. */
const LONGEST_SIGNATURE = 400;
const SIGNATURE_LINES = 8;

/** A paragraph is a signature if it ends at least this many mails of one sender, and more than half of them. */
const LEAST_MAILS = 5;

/** A mail's words without lines of programs and disclaimers at its end, and how many lines those are. */
export function withoutProgramLines(text: string): { text: string; lines: number } {
  let rest = text.trimEnd();
  let lines = 0;
  for (;;) {
    const at = lastParagraph(rest);
    const paragraph = rest.slice(at).split('\n');
    const kept = linesBefore(paragraph);
    if (kept === paragraph.length) return { text: lines === 0 ? text : rest, lines };
    lines += paragraph.length - kept;
    rest = (rest.slice(0, at) + paragraph.slice(0, kept).join('\n')).trimEnd();
    if (kept > 0) return { text: rest, lines };
    if (rest === '') return { text: '', lines };
  }
}

function isProgramLine(line: string): boolean {
  const plain = line
    .trim()
    .replace(/^[-–—*_|>\s]+|[-–—*_|<.!\s]+$/g, '')
    .replace(/\s*[<([]?https?:\/\/\S+[>)\]]?/g, '')
    .trim();
  return plain.length > 0 && plain.length < 160 && LINES.some((form) => form.test(plain));
}

/** How many lines of a paragraph stand above what a program or a lawyer wrote. */
function linesBefore(paragraph: readonly string[]): number {
  const disclaimer = paragraph.findIndex(
    (line, i) => DISCLAIMER_SUBJECT.test(line.slice(0, 80)) && isDisclaimer(paragraph.slice(i).join(' ')),
  );
  let kept = disclaimer === -1 ? paragraph.length : disclaimer;
  while (kept > 0 && isProgramLine(paragraph[kept - 1]!)) kept--;
  return kept;
}

function isDisclaimer(text: string): boolean {
  if (text.length < 60) return false;
  const words = new Set(Array.from(text.matchAll(DISCLAIMER_WORDS), ([word]) => word.toLowerCase().slice(0, 9)));
  return words.size >= LEAST_WORDS;
}

/** Where the last paragraph begins. */
function lastParagraph(text: string): number {
  for (let end = text.lastIndexOf('\n'); end > 0; ) {
    const before = text.lastIndexOf('\n', end - 1);
    if (text.slice(before + 1, end).trim() === '') return end + 1;
    end = before;
  }
  return 0;
}

/** How often each paragraph ends a mail, by sender. */
export class Endings {
  private readonly senders = new Map<string, { mails: number; endings: Map<string, number> }>();

  /** Counts how a mail ends. */
  count(sender: string, text: string): void {
    let known = this.senders.get(sender);
    if (known === undefined) {
      if (this.senders.size >= MOST_SENDERS) return;
      this.senders.set(sender, (known = { mails: 0, endings: new Map() }));
    }
    known.mails++;
    const ending = endingOf(text);
    if (ending === '') return;
    const before = known.endings.get(ending);
    if (before !== undefined || known.endings.size < MOST_ENDINGS) known.endings.set(ending, (before ?? 0) + 1);
  }

  /** A mail's words without the paragraph that ends most mails of its sender, and how many lines that has. */
  without(sender: string, text: string): { text: string; lines: number } {
    const known = this.senders.get(sender);
    const ending = endingOf(text);
    const often = known?.endings.get(ending) ?? 0;
    if (ending === '' || often < LEAST_MAILS || often * 2 <= known!.mails) return { text, lines: 0 };
    return { text: text.slice(0, text.length - ending.length).trimEnd(), lines: ending.split('\n').length };
  }
}

/** So that memory stays bounded, whatever comes. */
const MOST_SENDERS = 1000;
const MOST_ENDINGS = 2000;

/** The paragraph that ends a mail, if it has others and that one is short. */
function endingOf(text: string): string {
  const at = lastParagraph(text);
  const ending = text.slice(at);
  return at === 0 || ending.length > LONGEST_SIGNATURE || ending.split('\n').length > SIGNATURE_LINES ? '' : ending;
}
