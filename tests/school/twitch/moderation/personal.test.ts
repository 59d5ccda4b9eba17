import { describe, expect, it } from 'vitest';
import { viewsOf } from '../../../../school/twitch/moderation/fold.ts';
import { findPattern } from '../../../../school/twitch/moderation/patterns.ts';
import { findNumber } from '../../../../school/twitch/moderation/personal.ts';

const numberIn = (text: string) => findNumber(viewsOf(text).plain);
const found = (text: string) => findPattern(viewsOf(text), ['personal.']);

describe('numbers that belong to somebody', () => {
  it('are found where somebody only seems to count', () => {
    for (const text of ['01 23 45 67 89', '11 22 33 44 55 66', '02 03 04 05 06 07', '0170,123,45,67', '12-34-56-78'])
      expect(numberIn(text), text).toBe('personal.phone');
    for (const text of ['4111,1111,1111,1111', '4111..1111..1111..1111', '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1'])
      expect(numberIn(text), text).toBe('personal.card');
  });

  it('are none where they count, or are dates, years, amounts, scores', () => {
    for (const text of [
      '1 2 3 4 5 6 7 8 9 10',
      '2 4 6 8 10 12 14',
      '5 10 15 20 25 30',
      'a year, 2025/2026',
      '1939-1945',
      'on 24.12.2025 10 people',
      'in 1,234,567 ways',
      '1.234.567,89',
      '1 234 567 persone',
      '12345678910',
      '21-19 18-21 21-17',
      'pi is 3.14159265',
      '1000000000',
      'il 24/12/2025 i 10',
    ])
      expect(numberIn(text), text).toBeUndefined();
  });

  it('are found with letters for digits and in words, in eight languages', () => {
    for (const text of [
      'O17O 12345O7',
      '4l5-555-2671',
      'one five one nine two two four',
      'ruf an null eins sieben null neun drei vier',
      'zero six trente-quatre vingt-et-un douze huit',
      'seis uno dos treinta y cuatro cinco seis siete',
      'tre quattro sette uno due nove quattro',
      'nove um dois tres nove cinco seis',
      'nul zes een acht drie vier vijf',
      'szesc zero jeden osiem trzy cztery piec',
    ])
      expect(numberIn(text), text).toBe('personal.phone');
    for (const text of [
      'one two three four five six seven',
      'zehn neun acht sieben sechs funf vier drei',
      'un deux trois quatre cinq six sept',
      'one of three or four, two or five',
      'lol oil ill 12',
    ])
      expect(numberIn(text), text).toBeUndefined();
  });
});

describe('addresses', () => {
  it('are found in the orders of eight languages, also in small letters', () => {
    for (const text of [
      'lindenweg 3',
      'kerkstraat 5',
      'baker street 221b',
      '14 willow lane',
      '12 rue de la paix',
      'via garibaldi 27',
      'calle mayor 15',
      'rua das flores 21',
      'ul. Długa 7',
      'Am Markt 7 in Bonn',
      'prinsengracht 263',
      'c/ Alcalá 45',
      '31-958 Kraków',
    ])
      expect(found(text), text).toBe('personal.address');
  });

  it('are none where streets have no number, and numbers count something', () => {
    for (const text of [
      'auf dem heimweg 20 minuten',
      'der weg ist 3 km lang',
      'parkplatz 3 ist frei',
      'via discord 24/7',
      'la calle estaba 3 dias vacia',
      'the road 66 is long',
      'in piazza c’erano 4 alberi',
      'unit 3 of the course',
      'suite 2 times',
      'we took place 3',
      'am markt 3 äpfel gekauft',
      'twee straten verder is 1 markt',
    ])
      expect(found(text), text).toBeUndefined();
  });
});

describe('identity numbers and addresses of mail', () => {
  it('are found by their names', () => {
    for (const text of [
      'mein ausweis C01X00T47',
      'PESEL 02070803628',
      'DNI: 87654321X',
      'bsn is 123456782',
      'passport no. 925665416',
    ])
      expect(found(text), text).toBe('personal.number');
    for (const text of ['my passport photo is 10 years old', 'the nie in the song', 'nip and tuck 2'])
      expect(found(text), text).toBeUndefined();
    for (const text of ['eva arroba buzon punto es', 'eva (at) post (dot) org', 'jan malpa onet kropka pl'])
      expect(found(text), text).toBe('personal.email');
    for (const text of ['at home dots are drawn', 'meet me at noon, dot your i'])
      expect(found(text), text).toBeUndefined();
  });
});
