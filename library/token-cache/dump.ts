/** The library as it is learnt, in words: what stands on the shelf, without what is held out. */
import { open } from 'node:fs/promises';
import type { Tokenizer } from '../tokenizer/index.ts';
import type { CataloguedFile } from './catalogue.ts';
import { idBytes } from './token-file.ts';

/** How texts are written: each as a line, each sentence as a line, or each as an object of JSON in a line. */
export const DUMP_FORMS = ['lines', 'sentences', 'jsonl'] as const;
export type DumpForm = (typeof DUMP_FORMS)[number];

type Decoder = Pick<Tokenizer, 'decodeBytes' | 'special' | 'vocabularySize'>;

/** Tokens that are read at once. */
const CHUNK = 1 << 16;
/** Characters of a paragraph that are held until its sentences are cut. */
const LONGEST_PARAGRAPH = 1 << 20;
const LINE_ENDS = /[\r\n\u0085\u2028\u2029]+/g;

/**
 * One file of the catalogue in pieces of the form, read as a stream. In a file of conversations, each conversation is a text.
 * @throws what the file system throws; RangeError for ids that are not the tokenizer's
 */
export async function* dump(
  file: Pick<CataloguedFile, 'name' | 'path' | 'tokens'>,
  tokenizer: Decoder,
  form: DumpForm,
): AsyncGenerator<string> {
  const writer = WRITERS[form](file.name);
  let begun = false;
  for await (const { text, ends } of textsOf(file, tokenizer)) {
    // the space that some tokenizers put before a document is none of the text
    const words = begun ? text : text.replace(/^ /, '');
    if (words !== '') {
      if (!begun) yield writer.begin();
      begun = true;
      const written = writer.write(words);
      if (written !== '') yield written;
    }
    if (ends && begun) {
      yield writer.end();
      begun = false;
    }
  }
  if (begun) yield writer.end();
}

interface Writer {
  begin(): string;
  write(text: string): string;
  end(): string;
}

const WRITERS: Readonly<Record<DumpForm, (name: string) => Writer>> = {
  lines: () => {
    // the end of the last line is the end of the whole line, and no space before it
    let gap = '';
    return {
      begin: () => '',
      write(text) {
        const line = gap + text.replace(LINE_ENDS, ' ');
        const words = line.trimEnd();
        gap = line.slice(words.length);
        return words;
      },
      end() {
        gap = '';
        return '\n';
      },
    };
  },
  sentences: () => new SentenceWriter(),
  jsonl: (name) => ({
    begin: () => `{"file":${JSON.stringify(name)},"text":"`,
    write: (text) => JSON.stringify(text).slice(1, -1),
    end: () => '"}\n',
  }),
};

class SentenceWriter implements Writer {
  private paragraph = '';
  private readonly segmenter = new Intl.Segmenter('und', { granularity: 'sentence' });

  begin(): string {
    return '';
  }

  write(text: string): string {
    const paragraphs = (this.paragraph + text).split(LINE_ENDS);
    this.paragraph = paragraphs.pop()!;
    let written = paragraphs.map((paragraph) => this.sentences(paragraph)).join('');
    if (this.paragraph.length > LONGEST_PARAGRAPH) written += this.end();
    return written;
  }

  end(): string {
    const last = this.sentences(this.paragraph);
    this.paragraph = '';
    return last;
  }

  private sentences(paragraph: string): string {
    const sentences: string[] = [];
    for (const { segment } of this.segmenter.segment(paragraph)) {
      // “Will it stop?” she asked: a small letter begins no sentence
      if (sentences.length > 0 && /^\p{Ll}/u.test(segment)) sentences[sentences.length - 1] += segment;
      else sentences.push(segment);
    }
    return sentences.flatMap((sentence) => (sentence.trim() === '' ? [] : [`${sentence.trim()}\n`])).join('');
  }
}

/** The words of a token file. A turn ends with a newline, as in the text that it was made of. */
async function* textsOf(
  { path, tokens }: Pick<CataloguedFile, 'path' | 'tokens'>,
  tokenizer: Decoder,
): AsyncGenerator<{ text: string; ends: boolean }> {
  const width = idBytes(tokenizer.vocabularySize);
  const { special } = tokenizer;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const handle = await open(path, 'r');
  try {
    for (let at = 0; at < tokens; at += CHUNK) {
      const bytes = Buffer.alloc(Math.min(CHUNK, tokens - at) * width);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, at * width);
      const ids = Array.from({ length: Math.floor(bytesRead / width) }, (_, i) =>
        width === 2 ? bytes.readUInt16LE(i * 2) : bytes.readUInt32LE(i * 4),
      );
      let from = 0;
      for (let i = 0; i <= ids.length; i++) {
        const isMark = i < ids.length && (ids[i] === special.done || ids[i] === special.end);
        if (!isMark && i < ids.length) continue;
        const text = decoder.decode(tokenizer.decodeBytes(ids.slice(from, i)), { stream: true });
        from = i + 1;
        if (isMark) yield { text: ids[i] === special.done ? `${text}\n` : text, ends: ids[i] === special.end };
        else if (text !== '') yield { text, ends: false };
      }
    }
  } finally {
    await handle.close();
  }
}
