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

/** Whole messages that nobody typed. */
export const NOT_TYPED =
  /^(?:(?:missed|verpasster|llamada perdida|appel manqué|chiamata) .{0,30}(?:call|anruf|video|voz|vocal|persa).{0,60}|(?:voice|video) call.{0,80}|null|waiting for this message.{0,80}|(?:location|standort|ubicación|localisation|posizione|live location shared): ?https?:\S+|https:\/\/maps\.google\.com\/\?q=\S+|view once (?:photo|video|voice message).{0,20}|poll:)$/i;

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
