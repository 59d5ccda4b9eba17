import { describe, expect, it } from 'vitest';
import { MailLines } from '../../../../library/importing/mail/lines.ts';

/** What is kept of a mail. */
function kept(lines: Iterable<string>): string {
  const mail = new MailLines();
  for (const line of lines) mail.push(line);
  return Buffer.from(mail.end()).toString('latin1');
}

const HEAD = ['From: a@b.org', 'Content-Type: multipart/mixed;', ' boundary=q', ''];
const part = (type: string, ...body: string[]): string[] => ['--q', `Content-Type: ${type}`, '', ...body];

describe('the lines of a mail', () => {
  it('are kept without what attachments hold', () => {
    const lines = [
      ...HEAD,
      ...part('text/plain; charset=utf-8', 'before'),
      ...part('image/png; name=a.png', ...Array.from({ length: 100_000 }, () => 'A'.repeat(76))),
      ...part('text/html', '<p>behind</p>'),
      '--q',
      'Content-Disposition: attachment; filename=a.txt',
      'Content-Type: text/plain',
      '',
      'words of somebody',
      '--q--',
    ];
    const mail = kept(lines);
    expect(mail.length).toBeLessThan(500);
    expect(mail).toContain('before');
    expect(mail).toContain('<p>behind</p>');
    expect(mail).not.toContain('words of somebody');
    expect(mail.match(/^--q/gm)).toHaveLength(5);
  });

  it('are all kept where a text holds lines that look like boundaries', () => {
    const text = ['one', '-- ', 'two', '--three', 'Content-Type: nothing', 'four', '', 'five'];
    expect(kept(['From: a@b.org', '', ...text])).toBe(['From: a@b.org', '', ...text].join('\n'));
  });

  it('of a single text are bounded, and the next part is read', () => {
    const endless = Array.from({ length: 100_000 }, () => 'x'.repeat(99));
    const mail = kept([...HEAD, ...part('text/plain', ...endless), ...part('text/plain', 'behind'), '--q--']);
    expect(mail.length).toBeLessThan(5e6);
    expect(mail).toContain('behind');
  });

  it('of a mail of many parts are bounded', () => {
    const endless = Array.from({ length: 30_000 }, () => 'x'.repeat(99));
    const parts = Array.from({ length: 20 }, () => part('text/plain', ...endless)).flat();
    expect(kept([...HEAD, ...parts]).length).toBeLessThan(34e6);
  });

  it('of a head are UTF-8, whatever they were', () => {
    expect(kept(['From: J\xfcrgen <j@b.org>', 'Subject: Gr\xc3\xbc\xc3\x9fe', '', 'J\xfcrgen'])).toBe(
      'From: J\xc3\xbcrgen <j@b.org>\nSubject: Gr\xc3\xbc\xc3\x9fe\n\nJ\xfcrgen',
    );
  });
});
