/** What WhatsApp itself writes into a chat, in the languages of its exports. Data only. */

/** In place of a message that was taken back, without the full stop that some versions put behind. */
export const DELETED: ReadonlySet<string> = new Set(
  [
    'This message was deleted',
    'You deleted this message',
    'This message was deleted by admin',
    'Diese Nachricht wurde gelöscht',
    'Du hast diese Nachricht gelöscht',
    'Sie haben diese Nachricht gelöscht',
    'Ce message a été supprimé',
    'Vous avez supprimé ce message',
    'Se eliminó este mensaje',
    'Este mensaje fue eliminado',
    'Eliminaste este mensaje',
    'Questo messaggio è stato eliminato',
    'Hai eliminato questo messaggio',
    'Mensagem apagada',
    'Esta mensagem foi apagada',
    'Apagou esta mensagem',
    'Você apagou esta mensagem',
    'Dit bericht is verwijderd',
    'Je hebt dit bericht verwijderd',
    'U hebt dit bericht verwijderd',
    'Det här meddelandet har raderats',
    'Du raderade det här meddelandet',
    'Denne besked blev slettet',
    'Du slettede denne besked',
    'Denne meldingen ble slettet',
    'Du slettet denne meldingen',
    'Tämä viesti poistettiin',
    'Poistit tämän viestin',
    'Ta wiadomość została usunięta',
    'Usunięto tę wiadomość',
    'Tato zpráva byla odstraněna',
    'Odstranili jste tuto zprávu',
    'Ez az üzenet törölve lett',
    'Törölted ezt az üzenetet',
    'Acest mesaj a fost șters',
    'Ați șters acest mesaj',
    'Данное сообщение удалено',
    'Вы удалили данное сообщение',
    'Це повідомлення було видалено',
    'Ви видалили це повідомлення',
    'Bu mesaj silindi',
    'Bu mesajı sildiniz',
    'הודעה זו נמחקה',
    'מחקת הודעה זו',
    'تم حذف هذه الرسالة',
    'لقد حذفت هذه الرسالة',
    'यह संदेश हटाया गया है',
    'आपने यह संदेश मिटाया',
    'Pesan ini telah dihapus',
    'Anda telah menghapus pesan ini',
    'このメッセージは削除されました',
    'メッセージを削除しました',
    '삭제된 메시지입니다',
    '此消息已删除',
    '你删除了此消息',
  ].map((words) => words.toLowerCase()),
);

/** Whole messages that nobody typed: missed calls, shared live locations. In small letters, without a full stop. */
export const NOBODY_TYPED: ReadonlySet<string> = new Set(
  [
    'null',
    'Missed voice call|Missed video call|Missed group voice call|Missed group video call|live location shared',
    'Verpasster Sprachanruf|Verpasster Videoanruf|Verpasster Gruppen-Sprachanruf|Live-Standort wird geteilt',
    'Llamada perdida|Llamada de voz perdida|Videollamada perdida|Ubicación en tiempo real compartida|Ubicación en vivo compartida',
    'Appel vocal manqué|Appel vidéo manqué|Localisation en direct partagée|Position en direct partagée',
    'Chiamata vocale persa|Videochiamata persa|Posizione in tempo reale condivisa|Posizione attuale condivisa',
    'Chamada de voz perdida|Chamada de vídeo perdida|Videochamada perdida|Localização atual compartilhada',
    'Localização em tempo real compartilhada|Localização em tempo real partilhada|Está a partilhar a sua localização',
    'Gemist spraakgesprek|Gemist videogesprek|Gemiste spraakoproep|Gemiste video-oproep|Live locatie gedeeld',
    'Nieodebrane połączenie|Nieodebrane połączenie głosowe|Nieodebrane połączenie wideo|Udostępniona transmisja położenia',
    'Cevapsız sesli arama|Cevapsız görüntülü arama|Mevcut konum paylaşıldı|Canlı konum paylaşıldı',
    'Missat röstsamtal|Missat videosamtal|Liveposition delad|Tapt taleanrop|Tapt videoanrop|Posisjon i sanntid delt',
    'Ubesvaret taleopkald|Ubesvaret videoopkald|Vastaamaton äänipuhelu|Vastaamaton videopuhelu|Live-sijainti jaettu',
    'Zmeškaný hlasový hovor|Zmeškaný hovor|Zmeškaný videohovor|Bola zdieľaná aktuálna poloha',
    'Nem fogadott hanghívás|Nem fogadott videohívás|Tartózkodási hely megosztva|Apel vocal nepreluat|Apel video nepreluat',
    'Пропущенный аудиозвонок|Пропущенный видеозвонок|Пропущений аудіодзвінок|Пропущений відеодзвінок|Геодані надіслано',
    'Αναπάντητη φωνητική κλήση|Αναπάντητη βιντεοκλήση|שיחה קולית שלא נענתה|שיחת וידאו שלא נענתה|משתף מיקום בשידור חי',
    'مكالمة صوتية فائتة|مكالمة فيديو فائتة|تمت مشاركة الموقع المباشر|تماس صوتی پاسخ داده نشده|مکان زنده به اشتراک گذاشته شد',
    'मिस्ड वॉइस कॉल|मिस्ड वीडियो कॉल|लाइव स्थान साझा किया गया|Panggilan suara tak terjawab|Panggilan video tak terjawab|Lokasi terkini dibagikan',
    '不在着信|音声通話不在着信|ビデオ通話不在着信|부재중 전화|부재중 영상통화|공유한 실시간 위치|未接语音通话|未接视频通话|未接語音通話|共享实时位置',
  ].flatMap((words) => words.toLowerCase().split('|')),
);

/** Other whole messages that nobody typed. */
export const NOT_TYPED =
  /^(?:(?:missed|verpasster|llamada perdida|appel manqué|chiamata) .{0,30}(?:call|anruf|video|voz|vocal|persa).{0,60}|(?:voice|video) call.{0,80}|waiting for this message.{0,80}|(?:location|standort|ubicación|localisation|posizione|localização|locatie|lokalizacja|konum|местоположение|live location shared): ?https?:\S+|https:\/\/maps\.google\.com\/\?q=\S+|view once (?:photo|video|voice message).{0,20})$/i;

/** "POLL:", in any language: one word in capitals and a colon; the question stands behind or below. */
const POLL = /^(\p{Lu}{3,20}|[\p{Lo}\p{M}]{2,12}) ?: ?/u;

/** "OPTION: Saturday (2 votes)", in any language. */
const OPTION = /^(?:\p{Lu}{3,20}|[\p{Lo}\p{M}]{2,12}) ?: ?.{0,300}\(\p{Nd}{1,5} ?[\p{L}\p{M}]{1,20}\)$/u;

/** The question of a poll, which is all that somebody typed as words; undefined: it is no poll. @param text without marks of direction */
export function questionOf(text: string): string | undefined {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => OPTION.test(line.trim()));
  if (first < 1 || lines.slice(first).some((line) => !OPTION.test(line.trim())) || !POLL.test(text)) return undefined;
  return lines.slice(0, first).join('\n').replace(POLL, '').trim();
}

/** An event: its name, and lines of what WhatsApp asks about one. */
export const EVENT =
  /^(?:event|veranstaltung|événement|évènement|evento|evenement|wydarzenie|etkinlik|мероприятие|evenemang|begivenhed|tapahtuma) ?:[^\n]*(?:\n[^\n:]{2,30}:[^\n]*)+$/iu;

/** iOS, without media and without the mark in front that newer versions write: "image omitted". */
export const OMITTED =
  /^<?(?:image|photo|video|video note|audio|gif|sticker|document|contact card|bild|foto|dokument|kontaktkarte|imagen|documento|vídeo|immagine|vidéo|afbeelding|.{1,80}\.\w{2,5} • .{1,40})[ -](?:omitted|weggelassen|omitida|omitido|omessa|omesso|omessi|absente|absent|omise?|weggelaten|document omitted)>?$/i;

/** Files: "IMG-20240315-WA0001.jpg (file attached)", "<attached: 00000012-PHOTO.jpg>", in any language. */
export const ATTACHED =
  /^(?:\S[^\n]{0,120}\.[A-Za-z0-9]{2,5} \([^()\n]{3,40}\)|<[^<>\n:]{3,30}: [^<>\n]{3,160}\.[A-Za-z0-9]{2,5}>)$/;

/** "<Media omitted>" in any language: nothing but words between angle brackets. */
export const PLACEHOLDER = /^<[\p{L}\p{M} ‘’'/]{4,60}>$/u;

/** "<This message was edited>" in any language: several words between angle brackets behind the text. */
export const EDITED = /\s*\u200e?<[\p{L}\p{M}‘’']+(?: [\p{L}\p{M}‘’']+){2,7}\.?>$/u;
