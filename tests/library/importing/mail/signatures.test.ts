import { describe, expect, it } from 'vitest';
import { Endings, withoutProgramLines } from '../../../../library/importing/mail/signatures.ts';
import { memorySource, readAll, said } from '../read.ts';

describe('lines of mail programs at the end of a mail', () => {
  it.each([
    'Sent from my iPhone',
    'Sent from my Samsung Galaxy smartphone.',
    'Sent from Mail for Windows',
    'Sent from Outlook for iOS<https://aka.ms/o0ukef>',
    'Sent with Proton Mail secure email.',
    'Sent via the Samsung Galaxy S21 5G, an AT&T 5G smartphone',
    'Get Outlook for Android',
    'Get Outlook for iOS<https://aka.ms/o0ukef>',
    'Von meinem iPhone gesendet',
    'Von meinem Samsung Galaxy Smartphone gesendet.',
    'Gesendet mit der GMX Mail App',
    'Gesendet von Outlook für Android',
    'Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.',
    'Holen Sie sich Outlook für iOS',
    'Envoyé de mon iPhone',
    'Envoyé depuis mon téléphone Orange',
    'Envoyé à partir d’Outlook pour Android',
    'Enviado desde mi iPhone',
    'Enviado do meu iPhone',
    'Inviato da iPhone',
    'Verzonden vanaf mijn iPad',
    'Skickat från min iPhone',
    'Sendt fra min iPhone',
    'Lähetetty iPhonesta',
    "Wysłane z iPhone'a",
    'Odesláno z iPhonu',
    'Отправлено с iPhone',
    'Отправлено из мобильной Почты Mail.ru',
    'iPhoneから送信',
    '发自我的 iPhone',
    '從我的 iPhone 傳送',
    '나의 iPhone에서 보냄',
    'iPhone’umdan gönderildi',
    'Virus-free. www.avast.com',
    'Please consider the environment before printing this e-mail.',
    'This e-mail and any attachments are confidential and intended solely for the addressee. If you are not the intended recipient, please delete it.',
    'Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, informieren Sie bitte den Absender und vernichten Sie diese Mail.',
    'Ce message et toutes les pièces jointes sont confidentiels et établis à l’intention exclusive de ses destinataires.',
    'Este mensaje es confidencial y está dirigido exclusivamente a su destinatario. Queda prohibida su divulgación.',
  ])('go: %s', (line) => {
    expect(withoutProgramLines(`I am late, the bridge is up.\n\n${line}`)).toEqual({
      text: 'I am late, the bridge is up.',
      lines: 1,
    });
    expect(
      withoutProgramLines(`I am late.
${line}
`).text,
    ).toBe('I am late.');
  });

  it('go one after another', () => {
    expect(withoutProgramLines('Words.\n\nSent from my iPhone\n\nVirus-free. www.avg.com\n')).toEqual({
      text: 'Words.',
      lines: 2,
    });
    expect(withoutProgramLines('Sent from my iPhone')).toEqual({ text: '', lines: 1 });
  });

  it.each([
    'Sent from my iPhone\n\nis what it always says.',
    'I read this on my iPhone.',
    'Von der Mail auf dem Handy habe ich nichts gehört.',
    'Mit dem Smartphone bin ich schlecht zu erreichen.',
    'Sent by mail yesterday, with a stamp.',
    'The letter that I sent from my phone came twice.',
    'Get Outlook to work, will you?',
    'This message is confidential.',
    'Enviado ayer.',
    'Aus dem Garten gesendet hat er nichts.',
    '我从北京发送了一封信。',
    'Free tea in the mill, sent with love.',
  ])('stay where they are writing: %j', (text) => {
    expect(withoutProgramLines(text)).toEqual({ text, lines: 0 });
    expect(withoutProgramLines(`Dear Mara,\n\n${text}`).lines).toBe(0);
  });
});

describe('a paragraph that ends most mails of a sender', () => {
  it('is a signature; one that ends few is not', () => {
    const endings = new Endings();
    const SIGNATURE = 'Jonas Brandt\nMill Lane 3';
    for (let i = 0; i < 5; i++) endings.count('jonas', `mail ${i}\n\n${SIGNATURE}`);
    for (let i = 0; i < 4; i++) endings.count('jonas', `mail ${i}\n\nSee you.`);
    for (let i = 0; i < 3; i++) endings.count('mara', `mail ${i}\n\nYours, Mara`);
    expect(endings.without('jonas', `today\n\n${SIGNATURE}`)).toEqual({ text: 'today', lines: 2 });
    expect(endings.without('jonas', 'today\n\nSee you.').lines).toBe(0);
    expect(endings.without('mara', 'today\n\nYours, Mara').lines).toBe(0);
    expect(endings.without('bo', `today\n\n${SIGNATURE}`).lines).toBe(0);
    expect(endings.without('jonas', SIGNATURE)).toEqual({ text: SIGNATURE, lines: 0 });
  });

  it('goes from the first mail of a mailbox on', async () => {
    const mail = (i: number): string =>
      `From - Fri Mar 15 21:04:05 2024\nFrom: jonas@example.net\n\nwords ${i}\n\n${i % 4 === 3 ? 'Bye!' : 'Jonas of the mill'}\n\n`;
    const all = Array.from({ length: 700 }, (_mail, i) => mail(i)).join('');
    const mails = await readAll(memorySource('all.mbox', all, 5000));
    expect(mails.records).toHaveLength(700);
    expect(said(mails)[0]).toBe('jonas@example.net: words 0');
    expect(said(mails)[3]).toBe('jonas@example.net: words 3\n\nBye!');
    expect(said(mails)[698]).toBe('jonas@example.net: words 698');
    expect(mails.leftOut).toEqual({ signature: 525 });
  });
});
