import { describe, expect, it } from 'vitest';
import { ownWords } from '../../../library/importing/mail/quotes.ts';
import { memorySource, readAll, said } from './read.ts';

/** What of a mail in HTML is its writer's, and how many lines are quoted. */
async function fromHtml(html: string): Promise<[string | undefined, number | undefined]> {
  const mail = await readAll(memorySource('a.eml', `From: a@b.org\nContent-Type: text/html\n\n<html><body>${html}`));
  return [said(mail)[0]?.replace('a@b.org: ', ''), mail.leftOut.quoted];
}

describe('a mail in HTML', () => {
  it.each([
    [
      'Gmail',
      '<div dir="ltr">at nine<br>then</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Mon, Jan 1, 2024 at 10:00 AM Bo &lt;b@c.org&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex"><div>when is</div><div>tea?</div></blockquote></div>',
      3,
    ],
    [
      'Gmail, forwarding',
      '<div>at nine<br>then</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: Bo</div><br>when is tea?</div>',
      3,
    ],
    [
      'Thunderbird',
      '<p>at nine<br>then</p><div class="moz-cite-prefix">On 1/1/24 10:00, Bo wrote:<br></div><blockquote type="cite" cite="mid:1"><pre>when is\ntea?\n</pre></blockquote>',
      4,
    ],
    [
      'Apple Mail',
      'at nine<div>then<br><div><br><blockquote type="cite"><div>On Jan 1, 2024, at 10:00, Bo &lt;b@c.org&gt; wrote:</div><br><div>when is<br>tea?</div></blockquote></div></div>',
      3,
    ],
    [
      'Outlook on the web',
      '<div>at nine</div><div>then</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg" dir="ltr"><b>From:</b> Bo<br><b>Sent:</b> Monday</div><div>when is<br>tea?</div>',
      4,
    ],
    [
      'Outlook',
      '<p>at nine<br>then</p><div style="border-top:solid"><p><b>Von:</b> Bo<br><b>Gesendet:</b> Montag, 1. Januar 2024 10:00<br><b>An:</b> Mira<br><b>Betreff:</b> Tee</p></div><p>when is tea?</p>',
      7,
    ],
    [
      'Yahoo',
      '<div>at nine<br>then</div><div id="yahoo_quoted_12" class="yahoo_quoted"><div>On Monday Bo wrote:</div><div>when is tea?</div></div>',
      2,
    ],
    [
      'one that is not known',
      '<div>at nine<br>then</div><div>On Mon, 1 Jan 2024 at 10:00, Bo &lt;b@c.org&gt; wrote:</div><blockquote>when is tea?</blockquote>',
      2,
    ],
    [
      'one without any marks',
      '<div>at nine<br>then</div><div>Am 01.01.2024 um 10:00 schrieb Bo:</div><div>when is tea?</div>',
      3,
    ],
  ])('of %s loses what it quotes', async (_program, html, quoted) => {
    expect(await fromHtml(html)).toEqual(['at nine\nthen', quoted]);
  });

  it('keeps what stands below a quote, and paragraphs that their writer moved to the right', async () => {
    expect(
      await fromHtml('<p>one</p><blockquote><p>a</p><blockquote>b<br>c</blockquote>d</blockquote><p>two</p>'),
    ).toEqual(['one\n\n\n\n\ntwo', 4]);
    expect(await fromHtml('one<blockquote style="margin:0 0 0 40px;border:none;padding:0px">two</blockquote>')).toEqual(
      ['one\n\ntwo', undefined],
    );
  });
});

describe('a plain mail', () => {
  it.each([
    'On Mon, 1 Jan 2024 at 10:00, Bo Lind <b@c.org> wrote:',
    'On Mon, 1 Jan 2024 at 10:00, Bo Lind of the tea room\nand of the garden <b@c.org>\nwrote:',
    'On 1/1/24 10:00, Bo wrote:',
    'Am 01.01.24 um 10:00 schrieb Bo Lind:',
    'Am 01.01.2024 schrieb Bo Lind:',
    'Le lun. 1 janv. 2024 à 10:00, Bo <b@c.org> a écrit :',
    'El lun, 1 ene 2024 a las 10:00, Bo (<b@c.org>) escribió:',
    'Il giorno lun 1 gen 2024 alle ore 10:00 Bo <b@c.org> ha scritto:',
    'Em seg., 1 de jan. de 2024 às 10:00, Bo <b@c.org> escreveu:',
    'Op ma 1 jan 2024 om 10:00 schreef Bo <b@c.org>:',
    'Den mån 1 jan. 2024 kl 10:00 skrev Bo <b@c.org>:',
    'From: Bo\nSent: Monday, January 1, 2024 10:00 AM\nTo: Mira\nSubject: tea',
    'Von: Bo <b@c.org>\nDatum: Montag\nBetreff: Tee\nAn: Mira',
    '*De :* Bo\n*Envoyé :* lundi 1 janvier 2024 10:00\n*À :* Mira\n*Objet :* thé',
    '-------- Original-Nachricht --------',
    '---------- Mensaje reenviado ---------',
    'Début du message transféré :',
    'Begin forwarded message:',
    '________________________________',
  ])('ends above %j', (above) => {
    const { text, quoted } = ownWords(`at nine\n\n${above}\n\nHi Mira,\nwhen is tea?\n`);
    expect(text).toBe('at nine');
    expect(quoted).toBe(4 + above.split('\n').length);
  });

  it('ends above a mail without marks that itself quotes another one', () => {
    const above = 'On Mon, 1 Jan 2024 at 10:00, Bo Lind <b@c.org> wrote:\nwhen is tea?\n';
    expect(ownWords(`at nine\n\n${above}\nOn Sun, 31 Dec 2023, Mira\n<m@c.org> wrote:\n\n> soon\n`).text).toBe(
      'at nine',
    );
  });

  it('goes on where answers stand between what they answer', () => {
    const mail =
      'On Mon, 1 Jan 2024 at 10:00, Bo Lind <b@c.org> wrote:\nHi Bo,\n> when is tea?\nat nine\n> and cake?\nno\n';
    expect(ownWords(mail)).toEqual({ text: 'Hi Bo,\nat nine\nno', quoted: 3 });
  });

  it('loses an attribution that nothing is left of', () => {
    expect(ownWords('at nine\n\nOn 1/1/24 10:00, Bo wrote:\n')).toEqual({ text: 'at nine', quoted: 1 });
  });

  it.each([
    'On Monday Ann wrote: come for tea.\nSo I went.',
    'It was dark. On 1 January 2024 at 10:00 Ann wrote: come\nfor tea. So I went.',
    'On Monday Ann wrote:\ncome for tea.\n\nSo I went.',
    'On 12 May 1999 she wrote:\n\ncome for tea\n\nSo I went.',
    'From: the garden\nTo: the house\nwe carried it all.',
    'From: the garden\n\nSent: nothing\n\nSubject: none',
    'On Monday I wrote:',
    'Dear diary,\n\nOn 12/03/2024 I wrote:\n\nI will go to the sea.\n\nAnd I did go.',
    'Hallo,\n\nAm 12.03.2024 schrieb ich in mein Tagebuch:\n\nHeute war es schön.',
    'Hi,\n\nOn Monday at 10:30, 3 May 2021, my boss wrote:\n\nWe close.\n\nI was sad.',
    'Op 12/03/2024 om 10:00 schreef ik:\n\nMooi weer.',
    'From: Berlin\nDate: 3 May\nSubject: my trip\n\nI plan to go.',
    'Von: mir\nDatum: 12.03.2024, 10:00\nBetreff: Liste\n\nÄpfel',
    'A list of mine:\n\nVon: mir\nDatum: heute\nBetreff: Liste\n\nÄpfel',
    'Am Abend schrieb ich lange, und dann kam Bo:\ner war nass.',
  ])('keeps %j', (text) => {
    expect(ownWords(text)).toEqual({ text, quoted: 0 });
  });

  const sent = 'From: Bo Lind\nSent: Monday, January 1, 2024 10:00 AM\nTo: Mira\nSubject: tea\n\nwhen is tea?\n';

  it.each([
    ['Subject: FW: tea', undefined],
    ['Subject: =?UTF-8?Q?WG=3A_Tee?=', undefined],
    ['Subject: tea\nIn-Reply-To: <1@c.org>', undefined],
    ['Subject: tea', sent.trim()],
  ])('with %j is all of it another mail, or is not', async (header, text) => {
    const mail = await readAll(memorySource('a.eml', `From: Mira <m@c.org>\n${header}\n\n${sent}`));
    expect(said(mail)[0]?.replace('Mira: ', '')).toBe(text);
  });

  it('that quotes its own writer with marks loses only what is marked', () => {
    expect(ownWords('On 12/03/2024 I wrote:\n> tea?\nyes')).toEqual({ text: 'yes', quoted: 2 });
  });
});
