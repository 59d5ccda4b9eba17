import { describe, expect, it } from 'vitest';
import { FINDERS } from '../../../library/cleaning/private-data.ts';
import { ADDRESS, ADDRESS_HINT } from '../../../library/cleaning/streets.ts';
import { randomFrom } from '../home.ts';

const addressIn = (text: string): string | undefined => text.match(ADDRESS)?.[0];

const FORMS: readonly [string, string][] = [
  ['I live at 14b Old Willow Lane now', '14b Old Willow Lane'],
  ['we met in Baker Street 221b, remember', 'Baker Street 221b'],
  ['sie wohnt Lindenstraße 7 a, glaube ich', 'Lindenstraße 7 a'],
  ['in der Großen Straße 12', 'Großen Straße 12'],
  ['il habite 12 bis, rue de la Paix', '12 bis, rue de la Paix'],
  ['sta in Via Giuseppe Garibaldi, n. 27/3', 'Via Giuseppe Garibaldi, n. 27/3'],
  ['mieszka ul. Długa 5', 'ul. Długa 5'],
];

describe('street addresses', () => {
  it.each(FORMS)('in "%s": %s', (text, address) => {
    expect(addressIn(text)).toBe(address);
    expect(FINDERS.addresses.hint.test(text)).toBe(true);
  });

  it('always have their hint: what is passed over without a search has none', () => {
    const random = randomFrom(5);
    const words = [
      ...'14 7b 221 12 3/4 27/1 a, bis ter n. n° de la du d’ l’ di dell’ of the Old willow Baker Große Paix Długa'.split(
        ' ',
      ),
      ...'Street St. St Road Rd. Lane lane Close Lindenstraße Hauptstr. Str. Straße Platz Weg Kerkgracht Storgatan'.split(
        ' ',
      ),
      ...'rue Rue place bd av. Via via Corso Calle c/ Avda. Rua R. r. ul. Ulica Plac os. Osiedle'.split(' '),
    ];
    let found = 0;
    for (let i = 0; i < 20_000; i++) {
      const length = 2 + Math.floor(random() * 6);
      const text = Array.from({ length }, () => words[Math.floor(random() * words.length)]).join(
        random() < 0.9 ? ' ' : ', ',
      );
      if (addressIn(text) === undefined) continue;
      found++;
      expect(ADDRESS_HINT.test(text), text).toBe(true);
    }
    expect(found).toBeGreaterThan(1000);
  });
});
