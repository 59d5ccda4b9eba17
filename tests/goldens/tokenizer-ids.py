"""Ids of other tokenizer libraries, for tokenizer-ids.json.gz: SentencePiece 0.2.2, Hugging Face tokenizers 0.23.2, tiktoken 0.14.0.

  python3 tokenizer-ids.py <texts.json> <lines.txt> <golden-sentencepiece.json> <model> <tokenizer.json> <r50k_base> <cl100k_base>

`texts.json` is a list of texts (the nasty list of tests/library/tokenizer/support.ts, and strings of its generator), `lines.txt` a
text to train small models on (Crime and Punishment, public domain). The next three are AI Lab's (MIT): a SentencePiece model and a
tokenizer.json of 8,192 tokens, each trained on TinyStories, with ids of the first by SentencePiece 0.1.97. The last two
are tiktoken's rank files; the tests make them of js-tiktoken, so that only their ids are kept.
"""

import base64, gzip, io, json, sys

import sentencepiece
import tiktoken
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

texts = json.load(open(sys.argv[1], encoding='utf8'))
lines = [line.strip() for line in open(sys.argv[2], encoding='utf8') if line.strip()][:1500]
lines.append('naïve café “quotes” 日本語')
golden = json.load(open(sys.argv[3], encoding='utf8'))
made = {}

MODELS = {
    'unigram, nmt_nfkc': dict(model_type='unigram', vocab_size=900),
    'unigram, bytes, symbols of users': dict(model_type='unigram', vocab_size=900, byte_fallback=True, normalization_rule_name='identity', user_defined_symbols=['<user>', '[x]']),
    'bpe, bytes, all spaces': dict(model_type='bpe', vocab_size=900, byte_fallback=True, normalization_rule_name='identity', remove_extra_whitespaces=False, allow_whitespace_only_pieces=True, user_defined_symbols=['<user>']),
    'bpe, nmt_nfkc_cf, no space before': dict(model_type='bpe', vocab_size=700, normalization_rule_name='nmt_nfkc_cf', add_dummy_prefix=False),
}
for name, options in MODELS.items():
    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(lines), model_writer=out, minloglevel=2, **options)
    model = sentencepiece.SentencePieceProcessor(model_proto=out.getvalue())
    made[f'sentencepiece: {name}'] = dict(file=out.getvalue(), texts=texts, ids=[model.encode(text) for text in texts])

lab = open(sys.argv[4], 'rb').read()
model = sentencepiece.SentencePieceProcessor(model_proto=lab)
cases = [case['text'] for case in golden['cases']]
made['sentencepiece: TinyStories, by version 0.1.97'] = dict(file=lab, texts=cases, ids=[case['ids'] for case in golden['cases']])
made['sentencepiece: TinyStories'] = dict(file=lab, texts=texts + lines[:200], ids=[model.encode(text) for text in texts + lines[:200]])

GPT4 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
level = pre_tokenizers.ByteLevel


def train(tokenizer, bytes=True, size=700, special=('<s0>',)):
    alphabet = dict(initial_alphabet=level.alphabet()) if bytes else {}
    tokenizer.train_from_iterator(lines, trainers.BpeTrainer(vocab_size=size, special_tokens=list(special), show_progress=False, **alphabet))
    return tokenizer


def keep(name, tokenizer, all=texts):
    ids = [tokenizer.encode(text, add_special_tokens=False).ids for text in all]
    made[f'tokenizer.json: {name}'] = dict(file=tokenizer.to_str().encode(), texts=all, ids=ids)


t = Tokenizer(models.BPE())
t.normalizer = normalizers.NFC()
t.pre_tokenizer = level(add_prefix_space=False)
train(t, special=['<|eos|>']).add_tokens(['diary', AddedToken('  ', normalized=False)])
keep('ByteLevel, NFC, added tokens', t)

t = Tokenizer(models.BPE(ignore_merges=True))
t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(GPT4), 'isolated'), level(add_prefix_space=False, use_regex=False)])
keep("Split by GPT-4's pattern, ByteLevel, whole tokens", train(t))

t = Tokenizer(models.BPE(unk_token='<unk>'))
t.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
t.pre_tokenizer = level(add_prefix_space=True)
keep('NFKC, Lowercase, ByteLevel with a space before', train(t, special=['<unk>']))

t = Tokenizer(models.BPE())
t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.Split(Regex(r'\s+'), 'merged_with_next'), level(add_prefix_space=False, use_regex=False)])
keep('Digits, Split merged with the next, ByteLevel', train(t))

t = Tokenizer(models.BPE(unk_token='<unk>', fuse_unk=True))
t.pre_tokenizer = pre_tokenizers.Metaspace()
keep('Metaspace, characters', train(t, False, special=['<unk>']))

# as LLaMA's: characters, bytes for the rest, a space before the text; the splitting is for training only
t = Tokenizer(models.BPE(unk_token='<unk>', fuse_unk=True, byte_fallback=True))
t.normalizer = normalizers.Sequence([normalizers.Prepend('▁'), normalizers.Replace(' ', '▁')])
t.pre_tokenizer = pre_tokenizers.Split(Regex('[^▁]▁'), 'merged_with_previous')
train(t, False, special=['<unk>', '<s>', '</s>'] + ['<0x%02X>' % i for i in range(256)], size=900)
j = json.loads(t.to_str())
j['pre_tokenizer'] = None
j['added_tokens'] = [token for token in j['added_tokens'] if not token['content'].startswith('<0x')]
# a text that quotes </s> is the token for that library, and words for ours
keep('LLaMA, byte fallback', Tokenizer.from_str(json.dumps(j)), [text for text in texts if '</s>' not in text])

keep('TinyStories', Tokenizer.from_file(sys.argv[5]), texts + lines[:200])

PATTERNS = dict(r50k_base=r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", cl100k_base=GPT4)
for name, path in zip(PATTERNS, sys.argv[6:]):
    pairs = (line.split() for line in open(path, 'rb'))
    ranks = {base64.b64decode(token): int(rank) for token, rank in pairs}
    encoding = tiktoken.Encoding(name=name, pat_str=PATTERNS[name], mergeable_ranks=ranks, special_tokens={})
    made[f'tiktoken: {name}'] = dict(file=b'', texts=texts, ids=[encoding.encode_ordinary(text) for text in texts])

out = {name: dict(case, file=base64.b64encode(case['file']).decode()) for name, case in made.items()}
with gzip.GzipFile('tokenizer-ids.json.gz', 'wb', mtime=0) as f:
    f.write(json.dumps(out, ensure_ascii=False).encode())
