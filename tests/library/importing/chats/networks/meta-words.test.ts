import { describe, expect, it } from 'vitest';
import { mended } from '../../../../../library/importing/chats/networks/meta-words.ts';
import { feedFiles } from '../../../../school/ingest/feed-files.ts';

const bytes = (text: string): string => Buffer.from(text).toString('latin1');

async function learnt(...messages: [string, string, number?, object?][]): Promise<string> {
  const json = {
    participants: [{ name: 'Mara Lind' }, { name: bytes('Jonas Bränt') }],
    messages: messages
      .map(([sender, content, at = 0, more = {}], i) => ({
        sender_name: bytes(sender),
        timestamp_ms: 1720829700000 + (at || i) * 1000,
        content,
        ...more,
      }))
      .reverse(),
    title: 'Mara Lind',
    thread_path: 'inbox/mara_123456',
  };
  return (await feedFiles({ 'm/inbox/mara_123456/message_1.json': JSON.stringify(json) }, { me: ['Jonas Bränt'] })).all;
}

describe('letters that were written byte by byte', () => {
  it.each([
    [bytes('Grüße aus Köln 😀'), 'Grüße aus Köln 😀'],
    [`${bytes('Grüße aus Köln')} 😀`, 'Grüße aus Köln 😀'],
    [`${bytes('Käse für die Möwe ')}\u00f0\u009f\u0098`, 'Käse für die Möwe '],
    [`${bytes('schön ')}\u00e2\u0080`, 'schön '],
    ['café', 'café'],
    ['Grüße, schon richtig', 'Grüße, schon richtig'],
    ['naïve Ã', 'naïve Ã'],
    [`${bytes('é')}è`, 'éè'],
    ['plain', 'plain'],
    [bytes('日本語'), '日本語'],
  ])('%j becomes %j', (written, right) => {
    expect(mended(written)).toBe(right);
  });

  it('mends names, so that the owner is found', async () => {
    expect(await learnt(['Jonas Bränt', `${bytes('Grüße')} 😀`], ['Mara Lind', 'fine'])).toBe('Grüße 😀\n');
  });
});

describe('what the apps write themselves', () => {
  it.each([
    'Reacted ❤ to your message ',
    'Hat mit ❤ auf deine Nachricht reagiert ',
    'Gefällt eine Nachricht',
    'A réagi avec 😆 à votre message ',
    'Ha reaccionado con 😮 a tu mensaje ',
    'Ha reagito con 😮 al tuo messaggio ',
    'Reagiu com 😮 à tua mensagem ',
    'Liked a message',
    'Heeft met 😮 op je bericht gereageerd ',
    'Vindt een bericht leuk',
    'Bir mesajı beğendi',
    'Gillade ett meddelande',
    'Jonas hat einen Anhang gesendet.',
    'Du hast einen Anhang gesendet.',
    'Jonas Bränt a envoyé une pièce jointe.',
    'Vous avez envoyé une photo.',
    'Enviaste un archivo adjunto.',
    'Hai inviato un allegato.',
    'Você enviou um anexo.',
    'Je hebt een bijlage verzonden.',
    'You sent an attachment.',
    'Jonas sent 3 photos.',
    'Wysłano załącznik.',
  ])('%j is nobody’s', async (words) => {
    expect(await learnt(['Jonas Bränt', bytes(words)], ['Jonas Bränt', 'mine'], ['Mara Lind', 'hers'])).toBe('mine\n');
  });

  it('is known in any language by what hangs on it', async () => {
    expect(
      await learnt(['Jonas Bränt', 'Jonas lähetti liitteen.', 0, { share: { link: 'x' } }], ['Jonas Bränt', 'mine']),
    ).toBe('mine\n');
  });

  it.each([
    'I sent a photo to my aunt.',
    'Liked a message? not me',
    'Du hast recht.',
    'hat wer ein Foto?',
    'Jonas war da.',
    'You sent me home.',
  ])('%j is what somebody typed', async (words) => {
    expect(await learnt(['Jonas Bränt', bytes(words)])).toBe(`${words}\n`);
  });
});

describe('edited messages', () => {
  it.each([
    ['the swan came back', 'the swan came back 😭 (edited)', 'the swan came back 😭\n'],
    ['der Schwan ist da', 'der schwarze Schwan ist da (bearbeitet)', 'der schwarze Schwan ist da\n'],
    ['le cygne', 'le cygne est là (modifié)', 'le cygne est là\n'],
  ])('%j then %j is learnt once', async (first, last, expected) => {
    expect(
      await learnt(['Jonas Bränt', bytes(first), 1], ['Mara Lind', 'which?', 2], ['Jonas Bränt', bytes(last), 30]),
    ).toBe(expected);
  });

  it('keeps what is no earlier form: other words, another person, long before', async () => {
    expect(await learnt(['Jonas Bränt', 'good morning', 1], ['Jonas Bränt', 'the swan came back (edited)', 30])).toBe(
      'good morning\nthe swan came back\n',
    );
    expect(
      await learnt(['Jonas Bränt', 'the swan came', 1], ['Jonas Bränt', 'the swan came back (edited)', 9000]),
    ).toBe('the swan came\nthe swan came back\n');
  });

  it('drops every earlier form', async () => {
    expect(
      await learnt(
        ['Jonas Bränt', 'the swan', 1],
        ['Jonas Bränt', 'the swan came', 20],
        ['Jonas Bränt', 'the swan came home (edited)', 40],
      ),
    ).toBe('the swan came home\n');
  });

  it('leaves words in brackets alone', async () => {
    expect(await learnt(['Jonas Bränt', 'the swan (the black one)'])).toBe('the swan (the black one)\n');
  });
});
