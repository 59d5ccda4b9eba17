/** Words of a brain that is trained in the page, with every setting of how they are drawn. */
import { doing, fill, h } from '../dom.ts';
import { trainTexts } from '../texts/train.ts';
import type { SpeakOptions } from './messages.ts';
import type { Trainer } from './trainer.ts';

/** Every setting of a voice: its name, what it means, and its range. */
const SETTINGS = [
  ['temperature', trainTexts.voice.temperature, 0, 5, 0.05, 0.8],
  ['topK', trainTexts.voice.topK, 0, 1000, 1, 0],
  ['topP', trainTexts.voice.topP, 0.01, 1, 0.01, 0.95],
  ['minP', trainTexts.voice.minP, 0, 1, 0.01, 0.02],
  ['repetitionPenalty', trainTexts.voice.repetitionPenalty, 1, 10, 0.05, 1.15],
  ['repetitionWindow', trainTexts.voice.repetitionWindow, 0, 4096, 1, 64],
  ['maxTokens', trainTexts.voice.maxTokens, 1, 4096, 1, 80],
] as const;

export function speakForm(trainer: () => Trainer): { element: HTMLElement } {
  const words = h('textarea', { rows: '2', id: 'train-words', 'aria-label': trainTexts.whatYouSay });
  const isText = h('input', { type: 'checkbox', id: 'train-go-on' });
  const seed = h('input', {
    type: 'number',
    min: 0,
    max: 0xffff_ffff,
    placeholder: trainTexts.byChance,
    id: 'voice-seed',
  });
  const inputs = SETTINGS.map(([key, means, min, max, step, value]) => {
    const input = h('input', { type: 'number', min, max, step, value, id: `voice-${key}` });
    return { key, input, row: h('label', { title: means }, h('span', {}, key), input) };
  });
  const answer = h('output', { class: 'answer', id: 'train-answer' });
  const speak = h('button', { class: 'main' }, 'Speak');
  const stop = h('button', { type: 'button', onclick: () => trainer().stop() }, 'Stop');
  const form = h(
    'form',
    { class: 'saying' },
    words,
    h('div', { class: 'row' }, speak, stop, h('label', {}, isText, trainTexts.goOnFromText)),
    h(
      'details',
      {},
      h('summary', {}, trainTexts.howWordsAreDrawn),
      h('div', { class: 'parts' }, ...inputs.map(({ row }) => row), h('label', {}, h('span', {}, 'seed'), seed)),
    ),
    answer,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void doing(speak, async () => {
      const voice = Object.fromEntries(
        inputs.map(({ key, input }) => [key, input.valueAsNumber]).filter(([, value]) => !Number.isNaN(value)),
      );
      const options: SpeakOptions = {
        ...voice,
        isText: isText.checked,
        ...(seed.value !== '' && { seed: Number(seed.value) }),
      };
      const asked = isText.checked ? words.value : '';
      let text = '';
      fill(answer, '…');
      const reply = await trainer().say(words.value, options, (delta) => {
        text += delta;
        fill(answer, asked + text);
      });
      fill(answer, asked + (reply.text || text));
      return null;
    });
  });
  return { element: h('section', { 'aria-label': 'Speak' }, h('h3', {}, trainTexts.talkToIt), form) };
}
