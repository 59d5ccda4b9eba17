import { describe, expect, it } from 'vitest';
import { viewsOf } from '../../../../school/twitch/moderation/fold.ts';
import { phrasePattern } from '../../../../school/twitch/moderation/harm-phrases.ts';
import { findPattern } from '../../../../school/twitch/moderation/patterns.ts';

const found = (text: string) => findPattern(viewsOf(text), ['harm.']);

describe('calls to harm oneself and threats', () => {
  it('are found in eight languages, in capitals, leet, dots and long letters', () => {
    for (const text of [
      'nobody would ever miss you',
      'ICH BRINGE MICH UM',
      'h-ä-n-g d-i-c-h a-u-f',
      'alors va crever',
      'tu ne manquerais à personne, tu sais',
      'mátateeee',
      'T1r4te del puente',
      'ammaazzati',
      'buttati dal balcone',
      's e  m a t a',
      'hang jezelf maar op',
      'p0wieś się',
      'rzuć się z okna',
    ])
      expect(found(text), text).toBe('harm.self');
    for (const text of [
      'ich stech dich ab',
      'je vais te planter',
      'sé dónde vives',
      'ti ammazzo',
      'vou te matar',
      'ik maak je dood',
      'zabiję cię',
    ])
      expect(found(text), text).toBe('harm.threat');
  });

  it('are not found in idioms, games and songs', () => {
    for (const text of [
      'stop living in the past',
      'how many hits does it take to die in this game',
      'hide here, nobody will notice you',
      'someone should kill the boss',
      'you will die laughing, and of joy',
      'ich könnte mich totlachen, der bringt mich um den Verstand',
      'der Film hat mich umgehauen, spring einfach drüber',
      'il va mourir de rire, je vais mourir de faim',
      'coupe-toi les cheveux',
      'ese chiste me mata, muérete de envidia',
      'tírate al agua, salta de alegría',
      'mi ammazzo di lavoro, muoio dal ridere',
      'se muori ricominci dal livello 2',
      'ele se mata de trabalhar, vou matar o chefe',
      'ik ga dood van het lachen, dood eerst de genezer',
      'muszę zabić bossa, zabij mnie, nie pamiętam',
      'umieram ze śmiechu, skacz z radości',
      'the suicide of Romeo is at the end',
    ])
      expect(found(text), text).toBeUndefined();
  });

  it('give nobody away', () => {
    for (const text of [
      'his address is near the church',
      'her real name is Eva',
      'the password is hunter22',
      'he lives at 5',
    ])
      expect(found(text), text).toBe('harm.dox');
    for (const text of [
      'your phone is ringing',
      'she lives on the corner',
      'the password is a secret word',
      'my phone number is a mystery',
    ])
      expect(found(text), text).toBeUndefined();
  });

  it('are patterns without doubled letters, with gaps of up to three words', () => {
    const pattern = phrasePattern(['kill~ boss']);
    expect(
      ['kil bos', 'kil the big bad bos', 'kil a b c d bos', 'skil bos', 'kil bosy'].map((text) => pattern.test(text)),
    ).toEqual([true, true, false, false, false]);
  });
});
