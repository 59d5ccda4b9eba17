/**
 * llama.cpp in a process of its own, since a model that it does not like ends it. Reads one JSON line: a model, and what to ask of it; writes
 * one JSON line with the answers.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** What is asked of llama.cpp, and in which order the answers come. */
export interface Asked {
  readonly model: string;
  /** low-rank adapters that are added to it */
  readonly adapters?: readonly string[];
  readonly cache: 'F32' | 'F16';
  /** the probabilities of every token after each of these */
  readonly ids: readonly number[];
  /** the most likely next token, this often, behind `ids` */
  readonly greedy: number;
  /** texts to be cut into tokens, special ones among them */
  readonly texts: readonly string[];
  /** conversations, for the model's own template */
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

export interface Answered {
  /** log-probabilities (ids, V) */
  readonly logProbabilities: readonly (readonly number[])[];
  readonly greedy: readonly number[];
  readonly texts: readonly (readonly number[])[];
  /** the ids of the conversation, and of the turn that the model is to say */
  readonly conversation: readonly number[];
}

async function main(): Promise<void> {
  const { resolve } = createRequire(import.meta.url);
  // biome-ignore lint/suspicious/noExplicitAny: the packages of this folder are not there for the compiler
  const load = (name: string): Promise<any> => import(pathToFileURL(resolve(name)).href);
  const asked: Asked = JSON.parse(process.argv[2]!);
  const { getLlama } = await load('node-llama-cpp');
  const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: 'error', maxThreads: 1 });
  const model = await llama.loadModel({ modelPath: asked.model });
  const context = await model.createContext({
    contextSize: 256,
    threads: 1,
    ...(asked.adapters ? { lora: { adapters: asked.adapters.map((filePath) => ({ filePath, scale: 1 })) } } : {}),
    flashAttention: false,
    experimentalKvCacheKeyType: asked.cache,
    experimentalKvCacheValueType: asked.cache,
  });
  const sequence = context.getSequence();
  const all = { probabilities: true, options: { temperature: 1, topK: 0, topP: 1, minP: 0 } };
  const heard = await sequence.controlledEvaluate(asked.ids.map((id) => [id, { generateNext: all }]));
  const logProbabilities = heard.map(({ next }: { next: { probabilities: Map<number, number> } }) => {
    const row = new Array<number>(next.probabilities.size);
    for (const [id, p] of next.probabilities) row[id] = Math.log(p);
    return row;
  });
  const greedy: number[] = [];
  await sequence.clearHistory();
  const options = { temperature: 0, yieldEogToken: true };
  for await (const id of sequence.evaluate([...asked.ids], options)) if (greedy.push(id) >= asked.greedy) break;
  const { Template } = await load('@huggingface/jinja');
  const template = new Template(model.fileInfo.metadata.tokenizer.chat_template);
  const prompt: string = template.render({ messages: asked.messages, add_generation_prompt: true });
  const answered: Answered = {
    logProbabilities,
    greedy,
    texts: asked.texts.map((text) => model.tokenize(text, true)),
    conversation: model.tokenize(prompt, true),
  };
  process.stdout.write(`${JSON.stringify(answered)}\n`);
  await llama.dispose();
}

if (process.argv[1] === import.meta.filename) await main();
