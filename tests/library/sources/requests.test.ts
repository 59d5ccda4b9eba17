import { describe, expect, it } from 'vitest';
import { withoutRequest } from '../../../library/sources/requests.ts';

describe('a question without the words that ask for its answer', () => {
  it('is what follows a demand, in four languages', () => {
    for (const [asked, meant] of [
      ['Tell me your name, please.', 'your name, .'],
      ['can you tell me who Marlene is?', 'who Marlene is?'],
      ["I'd like to know where you live", 'where you live'],
      ['Kannst du mir bitte sagen, wo der Schlüssel ist?', 'wo der Schlüssel ist?'],
      ['dis-moi où tu habites', 'où tu habites'],
      ['¿me puedes decir dónde está?', '¿me puedes decir dónde está?'],
      ['dime dónde está', 'dónde está'],
    ])
      expect(withoutRequest(asked), asked).toBe(meant);
  });

  it('is what follows a question whether somebody knows it, if that is a question', () => {
    expect(withoutRequest('Do you know when the train leaves?')).toBe('when the train leaves?');
    expect(withoutRequest('Weißt du noch, wie das Boot heißt?')).toBe('wie das Boot heißt?');
    for (const whole of ['Do you know Marlene?', 'Do you remember Lisbon?', 'Can you swim?', 'Telling me lies?'])
      expect(withoutRequest(whole)).toBe(whole);
  });
});
