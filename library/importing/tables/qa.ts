/** Questions and answers: Cleanai's `dataset.json`, OpenAI-style chats, and their like, as one form. */
import { isObject, text } from '../reader.ts';
import type { QaTurn } from '../record.ts';

const ROLES: Readonly<Record<string, QaTurn['role']>> = {
  user: 'question',
  human: 'question',
  prompter: 'question',
  assistant: 'answer',
  gpt: 'answer',
  bot: 'answer',
  model: 'answer',
  chatgpt: 'answer',
  system: 'system',
  developer: 'system',
};

/**
 * The turns of one conversation, or nothing if a value is none. Read are
 * `{"inputs": […], "outputs": […]}` (in turn; also single strings, and `input`/`output`),
 * `{"messages": [{"role", "content"}]}`, `{"conversations": [{"from", "value"}]}`,
 * `{"prompt", "completion"}`, `{"question", "answer"}` and `{"instruction", "input", "output"}`.
 */
export function qaTurns(value: unknown): QaTurn[] | undefined {
  if (!isObject(value)) return undefined;
  const chat = value['messages'] ?? value['conversations'] ?? value['conversation'];
  if (Array.isArray(chat)) return chatTurns(chat);
  if ('inputs' in value && 'outputs' in value) return inTurn(value['inputs'], value['outputs']);
  if ('instruction' in value && 'output' in value) {
    const question = [text(value, 'instruction'), text(value, 'input')].filter((part) => part !== '').join('\n');
    return inTurn(question, value['output']);
  }
  for (const [question, answer] of PAIRS) {
    if (question in value && answer in value) return inTurn(value[question], value[answer]);
  }
  return undefined;
}

const PAIRS = [
  ['input', 'output'],
  ['prompt', 'completion'],
  ['prompt', 'response'],
  ['question', 'answer'],
] as const;

/** First input, first output, second input, second output, and so on. What has no partner is left out. */
function inTurn(inputs: unknown, outputs: unknown): QaTurn[] | undefined {
  const questions = strings(inputs);
  const answers = strings(outputs);
  if (questions === undefined || answers === undefined) return undefined;
  const pairs = Math.min(questions.length, answers.length);
  return Array.from({ length: pairs }, (_unused, i): QaTurn[] => [
    { role: 'question', text: questions[i]!, learn: false },
    { role: 'answer', text: answers[i]!, learn: true },
  ]).flat();
}

function chatTurns(chat: readonly unknown[]): QaTurn[] | undefined {
  const turns: QaTurn[] = [];
  for (const turn of chat) {
    const role = ROLES[(text(turn, 'role') || text(turn, 'from')).toLowerCase()];
    const words = contentOf(isObject(turn) ? (turn['content'] ?? turn['value'] ?? turn['text']) : undefined);
    // Calls of tools and their results are no words.
    if (role === undefined || words === '') continue;
    const weight = isObject(turn) ? turn['weight'] : undefined;
    turns.push({ role, text: words, learn: role === 'answer' && weight !== 0 });
  }
  return turns.some(({ learn }) => learn) ? turns : undefined;
}

/** A string, or parts of which some are text. */
function contentOf(content: unknown): string {
  if (typeof content === 'string') return content.trim();
  if (!Array.isArray(content)) return '';
  return content
    .map((part) => (typeof part === 'string' ? part : text(part, 'text')))
    .join('')
    .trim();
}

function strings(value: unknown): string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? (value as string[]) : undefined;
}
