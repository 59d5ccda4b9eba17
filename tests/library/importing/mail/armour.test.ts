import { describe, expect, it } from 'vitest';
import { withoutArmour } from '../../../../library/importing/mail/armour.ts';

const LETTERS = 'hQEMA1234567890abAQf/XoCiUmKeFZ0mZ3k2Jf8h1uY5s7xkR9v4N6tB2cQ8wLpD';
const SIGNATURE = `-----BEGIN PGP SIGNATURE-----\n\n${LETTERS}\n=AbCd\n-----END PGP SIGNATURE-----`;
const MESSAGE = `-----BEGIN PGP MESSAGE-----\nVersion: GnuPG v2\n\n${LETTERS}\n${LETTERS}\n=XyZ1\n-----END PGP MESSAGE-----`;
const KEY = `-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${LETTERS}\n=AbCd\n-----END PGP PUBLIC KEY BLOCK-----`;
const UU = 'begin 644 gull.gif\nM1TE&.#EA$`05`,0``/___P```/\\``/\\``/\\``/\\``/\\``/\\``/\\``/\\``/\\`\n#86)C\n`\nend';
const BASE64 = `${LETTERS.slice(0, 64)}\n`.repeat(5);

describe('what is no writing in a plain mail', () => {
  it.each([
    [
      'a signed text',
      `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nThe key is under the pot.\n- -- a dashed line\n- ----- five\n${SIGNATURE}\n\nbelow\n- kept`,
      'The key is under the pot.\n-- a dashed line\n----- five\n\nbelow\n- kept',
      [0, 0],
    ],
    ['an encrypted text', `above\n${MESSAGE}\nbelow`, 'above\nbelow', [0, 1]],
    [
      'an encrypted text without an end',
      `above\n\n${MESSAGE.split('\n').slice(0, 4).join('\n')}\n\nand words go on here`,
      'above\n\nand words go on here',
      [0, 1],
    ],
    ['a key', `here is my key\n${KEY}`, 'here is my key', [1, 0]],
    ['a certificate', `x\n-----BEGIN CERTIFICATE-----\n${LETTERS}\n-----END CERTIFICATE-----`, 'x', [1, 0]],
    ['a uuencoded picture', `See the picture.\n\n${UU}\nGood, is it?`, 'See the picture.\n\nGood, is it?', [1, 0]],
    ['a file in Base64 with a head', `x\nbegin-base64 644 a.gif\n${BASE64}====\ny`, 'x\ny', [1, 0]],
    ['a file in yEnc', 'x\n=ybegin line=128 size=123456 name=a.bin\n)*+,-.\n=yend size=123456\ny', 'x\ny', [1, 0]],
    ['a file in Base64 without a head', `x\n${BASE64}aGVsbG8=\ny`, 'x\ny', [1, 0]],
  ])('goes: %s', (_what, text, words, [attachments, encrypted]) => {
    expect(withoutArmour(text)).toEqual({ text: words, attachments, encrypted });
  });

  it.each([
    'begin 100 pages from now\nend it there',
    'begin 644 and so on\nwere the words',
    'Donaudampfschifffahrtsgesellschaftskapitaensmuetzenabzeichenanstecker\nis one word',
    '-----BEGIN here-----',
    '- one\n- two',
    `a line\n${LETTERS}\nof one key`,
  ])('stays where it is writing: %j', (text) => {
    expect(withoutArmour(text)).toEqual({ text, attachments: 0, encrypted: 0 });
  });
});
