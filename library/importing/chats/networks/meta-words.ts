/** What Facebook, Messenger and Instagram write in the words of people: letters byte by byte, reactions, attachments, edited forms. */
import type { ImportRecord, Message } from '../../record.ts';

/**
 * These exports write each byte of UTF-8 as a character of its own: "Ã¼" is "ü". Each run that is well-formed is mended, what is
 * right already stays, and a character that is cut off at the end is dropped.
 */
export function mended(written: string): string {
  if (!/[\u00c2-\u00f4][\u0080-\u00bf]/.test(written)) return written;
  return written.replace(SEQUENCE, (bytes) => Buffer.from(bytes, 'latin1').toString('utf8')).replace(CUT, '');
}

/** Well-formed sequences (the Unicode Standard, table 3-7), each byte as a character. */
const SEQUENCE =
  /(?:[\u00c2-\u00df][\u0080-\u00bf]|\u00e0[\u00a0-\u00bf][\u0080-\u00bf]|[\u00e1-\u00ec\u00ee\u00ef][\u0080-\u00bf]{2}|\u00ed[\u0080-\u009f][\u0080-\u00bf]|\u00f0[\u0090-\u00bf][\u0080-\u00bf]{2}|[\u00f1-\u00f3][\u0080-\u00bf]{3}|\u00f4[\u0080-\u008f][\u0080-\u00bf]{2})+/g;
const CUT = /(?:[\u00e0-\u00ef][\u0080-\u00bf]|[\u00f0-\u00f4][\u0080-\u00bf]{1,2})\s*$/;

/** Reactions are messages of their own, in the account's language. */
const REACTED = new RegExp(
  `^(?:${[
    'Reacted .{1,20} to your message',
    'Liked (?:a|your) message',
    'Hat mit .{1,20} auf deine Nachricht reagiert',
    'Gefällt eine Nachricht',
    'A réagi (?:avec )?.{1,20} à (?:votre|ton) message',
    '(?:A aimé|Aime) un message',
    '(?:Ha reaccionado|Reaccionó) (?:con )?.{1,20} a tu mensaje',
    '(?:Le ha gustado|Le gusta|Le gustó|Indicó que le gusta) un mensaje',
    'Ha reagito (?:con )?.{1,20} al tuo messaggio',
    '(?:Gli piace un messaggio|Piace un messaggio|Ha messo ["“]?Mi piace["”]? a un messaggio)',
    'Reagiu (?:com )?.{1,20} à (?:tua|sua) mensagem',
    '(?:Gostou de|Curtiu) uma mensagem',
    '(?:Heeft met .{1,20} op je bericht gereageerd|Reageerde (?:met )?.{1,20} op je bericht)',
    'Vindt een bericht leuk',
    '(?:Zareagował|Zareagowała|Zareagowano|Reaguje) .{1,20} na (?:Twoją|twoją) wiadomość',
    '(?:Polubił|Polubiła|Polubiono|Lubi) wiadomość',
    '(?:Mesajına .{1,20} (?:ifadesini bıraktı|tepkisini verdi)|Bir mesajı beğendi)',
    'Reagerade (?:med )?.{1,20} på ditt meddelande',
    'Gillade ett meddelande',
    'You missed an? .{1,40}',
    'You are now connected on Messenger\\.',
    'The (?:video chat|call) ended\\.',
    'Say hi to your new Facebook friend, .*',
    'Ihr seid jetzt auf Messenger miteinander verbunden\\.',
    'Vous êtes maintenant en contact sur Messenger\\.',
  ].join('|')})\\.? ?$`,
  'u',
);

const THING =
  '(?:an?|\\d+|einen?|ein|eine|une?|des|un|una|unos|unas|um|uma|een|et|en) (?:attachment|photos?|videos?|link|story|post|reel|GIF|sticker|voice message|live location|' +
  'Anhang|Fotos?|Videos?|Link|Sticker|Sprachnachricht|Beitrag|Reel|Story|Live-Standort|pièce jointe|photos?|vidéos?|lien|autocollant|message vocal|publication|' +
  'archivo adjunto|fotos?|vídeos?|enlace|mensaje de voz|publicación|historia|allegato|foto|video|collegamento|adesivo|messaggio vocale|anexo|figurinha|ligação|' +
  "mensagem de voz|bijlage|foto's|video's|spraakbericht|bericht|bilaga|bild)";

/** What somebody did, behind a name or a word for the owner; the names are in front. */
const DID = new RegExp(
  `^(?:${[
    `(?:You )?(?:sent|shared) ${THING}`,
    `(?:Du hast |hast |hat )${THING} (?:gesendet|geteilt|geschickt)`,
    `(?:Vous avez |Tu as |a )(?:envoyé|partagé) ${THING}`,
    `(?:Has enviado|Enviaste|ha enviado|envió|Compartiste|compartió) ${THING}`,
    `(?:Hai inviato|ha inviato|Hai condiviso|ha condiviso) ${THING}`,
    `(?:Você enviou|Enviaste|enviou|Compartilhou|compartilhou) ${THING}`,
    `(?:Je hebt |heeft )${THING} (?:verzonden|verstuurd|gedeeld)`,
    '(?:Wysłano|Wysłałeś|Wysłałaś|wysłał|wysłała|wysłał\\(a\\)) (?:załącznik|zdjęcie|film|link|naklejkę|wiadomość głosową)',
    '[Bb]ir (?:ek|fotoğraf|video|bağlantı|çıkartma) (?:gönderdin|gönderdi)',
    `(?:Du skickade|skickade) ${THING}`,
    '(?:missed your|missed a|called you|started an? .{0,8}(?:call|chat)|joined the|left the|named the|changed the|set the|set your|set (?:his|her|their) own|created the|created a poll|added .{1,60} to the|removed .{1,60} from the|pinned a|unsent a|voted for|turned (?:on|off)).*',
  ].join('|')})\\.?$`,
  'u',
);

/** Fields of what hangs on a message. */
const HANGING = ['share', 'photos', 'videos', 'audio_files', 'gifs', 'files', 'sticker'];

/** Whether the apps themselves wrote a message's words. @param value the message, with what hangs on it */
export function isRemark(words: string, author: string, value: Record<string, unknown>): boolean {
  if (REACTED.test(words)) return true;
  const first = author.split(' ', 1)[0]!;
  const name = ['You', author, first].find((form) => form !== '' && words.startsWith(`${form} `));
  const rest = name === undefined ? words : words.slice(name.length + 1);
  // In any language: a sentence about the sender, with something that hangs on it.
  if (name !== undefined && HANGING.some((field) => field in value) && /^[^\n]{5,80}\.$/.test(words)) return true;
  return DID.test(rest) && (name !== undefined || /^\p{Lu}/u.test(words));
}

/** "(edited)" in the languages of accounts, behind the last form of a message. */
const EDITED =
  / \((?:edited|bearbeitet|modifiée?|editado|editada|modificato|modificata|bewerkt|edytowano|edytowana|düzenlendi|изменено|redigerad|redigeret|redigert|muokattu|upraveno|szerkesztve|editat|diedit|編集済み|수정됨|已编辑|已編輯)\)$/i;

/** Minutes in which a message can be edited, and some more. */
const EDITABLE = 20 * 60_000;

/** Each edited message in its last form only. Records of a conversation come oldest first. */
export async function* lastForms(
  batches: AsyncIterable<ImportRecord[]>,
  leave: () => void,
): AsyncGenerator<ImportRecord[]> {
  for await (const batch of batches) {
    const kept: (ImportRecord | undefined)[] = [...batch];
    batch.forEach((record, at) => {
      if (record.kind !== 'message' || !EDITED.test(record.text)) return;
      const text = record.text.replace(EDITED, '').trim();
      kept[at] = { ...record, text };
      for (const earlier of formsBefore(kept, at, { ...record, text })) {
        kept[earlier] = undefined;
        leave();
      }
    });
    yield kept.filter((record) => record !== undefined);
  }
}

/** Places of the earlier forms of a message: by the same person, a short time before, in nearly the same words. */
function formsBefore(records: readonly (ImportRecord | undefined)[], at: number, last: Message): number[] {
  const places: number[] = [];
  for (let i = at - 1; i >= 0 && i > at - 200; i--) {
    const record = records[i];
    if (record === undefined) continue;
    if (record.kind !== 'message' || record.conversation !== last.conversation) break;
    if (last.time !== undefined && record.time !== undefined && last.time - record.time > EDITABLE) break;
    if (record.author === last.author && isAlike(record.text, last.text)) places.push(i);
  }
  return places;
}

/** Whether most of the shorter text stands at the beginning and the end of the longer one. */
function isAlike(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let front = 0;
  while (front < short.length && short[front] === long[front]) front++;
  let back = 0;
  while (back < short.length - front && short.at(-1 - back) === long.at(-1 - back)) back++;
  return short.length > 0 && front + back >= Math.max(2, short.length * 0.6) && long.length < short.length * 3 + 20;
}
