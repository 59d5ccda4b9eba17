/** Files that are damaged, or of kinds that are not understood: one sentence each, and never a hang or a crash. */
import { describe, expect, test } from 'vitest';
import { readTokenizerFile } from '../../../../library/tokenizer/files/recognition.ts';
import { LEARNABLE_KINDS, toHuggingFace, trainTokenizer } from '../../../../library/tokenizer/index.ts';
import { generator, NASTY, SAMPLE, utf8 } from '../support.ts';

const pairs = trainTokenizer([utf8(SAMPLE)], { vocabularySize: 400 });
const json = JSON.parse(JSON.stringify(toHuggingFace(pairs)));
const model = Buffer.from(
  (LEARNABLE_KINDS.sentencepiece.learn([utf8(SAMPLE)], { vocabularySize: 400 }).stored() as { model: string }).model,
  'base64',
);

const changed = (parts: object, inModel: object = {}): Uint8Array =>
  utf8(JSON.stringify({ ...json, ...parts, model: { ...json.model, ...inModel } }));

test('our own export is read back with the same ids, and its marks stay marks', () => {
  const back = readTokenizerFile(utf8(JSON.stringify(json)));
  expect(back.special).toEqual({ end: 0, turn: 1, done: 2 });
  expect(back.control).toEqual(new Set([0, 1, 2, 3]));
  for (const text of NASTY) expect([...back.encode(text)]).toEqual([...pairs.encode(text)]);
});

test.each<[string, Uint8Array, RegExp]>([
  ['nothing', utf8(''), /it is not Hugging Face's tokenizer\.json, a SentencePiece \.model, or ranks of tiktoken/],
  ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a), /it is not/],
  ['half a tokenizer.json', changed({}).subarray(0, 500), /it is not/],
  ['WordPiece', changed({}, { type: 'WordPiece' }), /its model is "WordPiece", and only BPE is understood/],
  ['a normalizer of another kind', changed({ normalizer: { type: 'Nmt' } }), /its normalizer "Nmt" is none of NFC/],
  [
    'another pre-tokenizer',
    changed({ pre_tokenizer: { type: 'Bert' } }),
    /its pre-tokenizer "Bert" is none of ByteLevel/,
  ],
  [
    'a pattern that is none',
    changed({ normalizer: { type: 'Replace', pattern: { Regex: '(' }, content: '' } }),
    /its pattern "\(" cannot be used here/,
  ],
  [
    'a pattern of another kind',
    changed({ normalizer: { type: 'Replace', pattern: 7, content: '' } }),
    /"pattern" in it should hold/,
  ],
  ['ids twice', changed({}, { vocab: { a: 0, b: 0 } }), /gives one id to two tokens/],
  ['a vast id', changed({}, { vocab: { a: 4e9 } }), /the id of "a" should be a whole number, but it is 4000000000/],
  ['no vocabulary', changed({}, { vocab: {} }), /"vocab" is empty/],
  [
    'a merge of nothing',
    changed({}, { merges: ['a q'] }),
    /merge 0 should join two tokens into a third, but it is "a q"/,
  ],
  ['no merges', changed({}, { merges: 7 }), /"merges" should be a list, but it is 7/],
  ['an added token without id', changed({ added_tokens: [{ content: 'x' }] }), /an added token should have an id/],
  [
    'prefixes of words',
    changed({}, { continuing_subword_prefix: '##' }),
    /"continuing_subword_prefix", which is not understood/,
  ],
  [
    'ranks of another encoding',
    utf8('IQ== 0\nIg== 1\n'),
    /it has 2 ranks and no pattern beside them; r50k_base has 50256/,
  ],
  [
    'a line that is no rank',
    utf8('IQ== 0\nIg== 1\nhello\n'),
    /line 3 should be a token in base64 and its rank, but it is "hello"/,
  ],
  [
    'packed ranks without bytes',
    utf8(JSON.stringify({ pat_str: '.', bpe_ranks: '! 0 IQ==', special_tokens: {} })),
    /all 256 single bytes/,
  ],
  [
    'a packed line of another form',
    utf8(JSON.stringify({ pat_str: '.', bpe_ranks: '? 0 IQ==' })),
    /a line of its ranks begins with "\? 0 IQ=="/,
  ],
  [
    'a model that ends behind a piece',
    model.subarray(0, 2000),
    /it does not say how it was trained: it may be cut off/,
  ],
  ['half a model', model.subarray(0, 2005), /its protobuf is damaged: a field wants \d+ bytes, and \d+ are left/],
])('%s is refused', (_, bytes, sentence) => {
  expect(() => readTokenizerFile(bytes)).toThrow(sentence);
});

describe.each([
  ['a model', model],
  ['a tokenizer.json', utf8(JSON.stringify(json))],
] as const)('%s with random damage', (_, file) => {
  const random = generator(77);

  test('is read, or refused with one sentence', () => {
    let refused = 0;
    for (let i = 0; i < 150; i++) {
      const bytes = Uint8Array.from(file);
      for (let times = 0; times <= 2 * random(); times++)
        bytes[Math.floor(random() * (i < 75 ? 200 : bytes.length))] = Math.floor(random() * 256);
      const cut = random() < 0.2 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes;
      try {
        readTokenizerFile(cut).encode(SAMPLE.slice(0, 100));
      } catch (error) {
        refused++;
        expect((error as Error).message).toMatch(/^[^\n]{10,300}$/);
        expect((error as Error).message).not.toMatch(/undefined|NaN|null|not a function|Invalid array/);
      }
    }
    expect(refused).toBeGreaterThan(20);
  });
});
