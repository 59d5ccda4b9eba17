/** A talk with it: what was said, where its words came from, and what can be done about the last reply. */
import type { OriginRun } from '../../school/api/memory-messages.ts';
import { CONVERSATION } from '../../school/api/messages.ts';
import { NAMES, sharesInWords } from '../../school/dashboard/chat/tints.ts';
import { doing, fill, h, say } from '../dom.ts';
import { call, stream } from '../link.ts';
import type { ChatMessage, Reply, Store } from '../store.ts';
import { panelTexts } from '../texts/panels.ts';

const HELP = panelTexts.talk.help;

export function talkPanel(store: Store): HTMLElement {
  const lines = h('div', { class: 'lines', role: 'log', 'aria-label': 'Talk', tabindex: '0' });
  const input = h('textarea', {
    id: 'words',
    rows: '2',
    placeholder: panelTexts.talk.saySomething,
    'aria-label': panelTexts.talk.whatYouSay,
  });
  const temperature = slider('temperature', panelTexts.talk.temperature, 0, 2, 0.05);
  const length = slider(panelTexts.talk.longestReply, panelTexts.talk.longestInTokens, 8, 512, 8);
  const submit = h('button', { class: 'main' }, 'Send');
  const stop = h('button', { type: 'button', hidden: true, onclick: () => void doing(stop, stopIt) }, 'Stop');
  const good = action('Good', panelTexts.talk.goodMeans, () => goodIt());
  const again = action('Again', panelTexts.talk.againMeans, () => speak('again', {}));
  const fix = action('Fix…', panelTexts.talk.fixMeans, async () => openFix());
  const fixing = h('form', { class: 'fixing', hidden: true });
  const better = h('textarea', { rows: '2', 'aria-label': panelTexts.talk.shouldHaveSaid });
  fixing.append(
    better,
    h('button', { class: 'main' }, panelTexts.talk.itShouldHaveSaid),
    h('button', { type: 'button', onclick: () => void (fixing.hidden = true) }, panelTexts.talk.leaveIt),
  );
  const form = h('form', { class: 'saying' }, input, h('div', { class: 'row' }, submit, stop, good, again, fix));
  let isSet = false;
  /** whether the end is shown: then it stays so, also where the talk was hidden until now */
  let isAtEnd = true;
  lines.addEventListener('scroll', () => {
    if (lines.clientHeight > 0) isAtEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 80;
  });
  new ResizeObserver(() => {
    if (isAtEnd) lines.scrollTop = lines.scrollHeight;
  }).observe(lines);

  const panel = h(
    'section',
    { class: 'talk card', 'aria-label': 'Talk' },
    h('h2', {}, 'Talk'),
    lines,
    fixing,
    form,
    h(
      'details',
      { class: 'voice' },
      h('summary', {}, panelTexts.talk.howItSpeaks),
      temperature.row,
      length.row,
      h('p', { class: 'dim' }, HELP),
    ),
  );

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void type(input.value.trim());
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void type(input.value.trim());
  });
  fixing.addEventListener('submit', (event) => {
    event.preventDefault();
    void doing(null, () => fixWith(better.value));
  });

  /** What was typed: a command, or words. */
  async function type(text: string): Promise<void> {
    const [, command, rest = ''] = text.match(/^\/([a-z]+)\s*(.*)$/s) ?? [];
    if (text === '' || (store.view.speaking !== undefined && command !== 'stop')) return;
    const commands: Readonly<Record<string, () => Promise<string | undefined | null>>> = {
      fix: async () => (rest === '' ? openFix() : fixWith(rest)),
      good: goodIt,
      again: () => speak('again', {}),
      stop: stopIt,
      forget: async () => void (await call('forget')),
    };
    const known = command === undefined ? undefined : commands[command];
    if (command !== undefined && !known) return say(panelTexts.talk.noCommand(command, HELP), true);
    input.value = '';
    await doing(
      null,
      known ?? (() => speak('say', { text: text.startsWith('//') ? text.slice(1) : text, ...voice() })),
    );
  }

  const voice = () => ({ temperature: Number(temperature.input.value), maxTokens: Number(length.input.value) });

  async function speak(method: 'say' | 'again', body: object): Promise<undefined> {
    store.change({ speaking: '' });
    const { opening } = store.view;
    // a baby that sleeps tells nobody of what was said
    const isAlone = opening !== null && !opening.awake;
    const add = (line: Omit<ChatMessage, 'conversation'>) =>
      isAlone && store.change({ chat: [...store.view.chat, { conversation: CONVERSATION, ...line }] });
    try {
      if ('text' in body) add({ speaker: opening?.owner ?? 'owner', kind: 'said', text: String(body.text) });
      let text = '';
      const reply = await stream<Reply>(method, body, (delta) => {
        text += delta;
        store.change({ speaking: text });
      });
      add({ speaker: opening?.introduction.name ?? '', kind: 'replied', text: reply.text, reply });
    } finally {
      store.change({ speaking: undefined });
    }
  }

  async function stopIt(): Promise<undefined> {
    await call('stop');
  }

  async function goodIt(): Promise<string> {
    const { result } = await call<{ note: string | null }>('good');
    return result.note ?? panelTexts.talk.remembersAnswer;
  }

  function openFix(): undefined {
    better.value = store.view.chat.findLast(({ kind }) => kind !== 'said')?.text ?? '';
    fixing.hidden = false;
    better.focus();
  }

  async function fixWith(text: string): Promise<string> {
    const { result } = await call<{ note: string | null }>('correct', { text });
    fixing.hidden = true;
    return result.note ?? panelTexts.talk.remembersBetter;
  }

  store.subscribe((view, before) => {
    if (view.opening && !isSet) {
      isSet = true;
      temperature.set(view.opening.voice.temperature);
      length.set(view.opening.voice.maxTokens);
    }
    const isSpeaking = view.speaking !== undefined;
    stop.hidden = !isSpeaking;
    submit.disabled = isSpeaking || view.opening?.speaks === false;
    for (const button of [good, again, fix])
      button.hidden = isSpeaking || !view.opening?.awake || view.chat.length === 0;
    if (view.chat !== before.chat || view.speaking !== before.speaking || view.opening !== before.opening) {
      const wasAtEnd = isAtEnd;
      const spoken =
        view.speaking === undefined
          ? []
          : [line(view.opening?.introduction.name ?? '', view.speaking || '…', 'replied speaking')];
      fill(lines, ...view.chat.map(lineOf), ...spoken);
      if (wasAtEnd) lines.scrollTop = lines.scrollHeight;
    }
  });
  return panel;
}

function lineOf({ speaker, text, kind, reply }: ChatMessage): HTMLElement {
  const element = line(speaker, text, kind, reply?.origins);
  if (kind === 'corrected') element.append(h('small', { class: 'dim' }, panelTexts.talk.correctedByYou));
  if (reply?.shares) element.append(h('small', { class: 'dim shares' }, `from ${sharesInWords(reply.shares)}`));
  return element;
}

/** A line of the talk; pieces of a reply are tinted by what had most to do with them. */
function line(speaker: string, text: string, kind: string, origins: readonly OriginRun[] = []): HTMLElement {
  const words = h('p', {});
  let at = 0;
  for (const { from, length } of origins) {
    const piece = text.slice(at, at + length);
    at += length;
    words.append(
      from === 'weights' ? piece : h('span', { class: `from-${from}`, title: `from: ${NAMES[from]}` }, piece),
    );
  }
  words.append(text.slice(at));
  return h('article', { class: `line ${kind}` }, h('strong', {}, speaker), words);
}

function action(title: string, means: string, work: () => Promise<string | undefined | null>): HTMLButtonElement {
  const button = h('button', { type: 'button', title: means, onclick: () => void doing(button, work) }, title);
  return button;
}

function slider(title: string, means: string, least: number, most: number, step: number) {
  const shown = h('output', {});
  const input = h('input', {
    type: 'range',
    min: least,
    max: most,
    step,
    'aria-label': title,
    oninput: () => void (shown.textContent = input.value),
  });
  const set = (value: number): void => {
    input.value = String(value);
    shown.textContent = input.value;
  };
  return { row: h('label', { class: 'slider', title: means }, h('span', {}, title), input, shown), input, set };
}
