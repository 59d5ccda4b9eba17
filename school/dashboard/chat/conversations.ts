/** What the chat page remembers beside the conversation itself: the line being typed, how it is to speak, how far back one looks. */

import type { Key } from 'ink';
import { messageOf } from '../../../library/notices/notices.ts';
import { type ChatCommand, completedLine, parseLine } from '../../chat/commands.ts';
import { answerAlone, followCorrection, type Knowing } from '../../chat/known.ts';
import { type ChatBaby, type ChatVoice, runCommand } from '../../chat/run.ts';
import { settingKeys } from '../../settings/settings.ts';
import { type Edit, type EditedLine, EMPTY_LINE, edit, textOf } from '../../terminal/line-editor.ts';
import { oneLine } from '../../text/view-format.ts';
import { editOf, isText } from '../keys.ts';
import type { Actions } from '../page.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { chatPageTexts } from '../texts/chat-page.ts';
import { writeConversation } from './conversation-file.ts';
import { AT_THE_END, type Back, lastReply, type Note, scrolledBack } from './rows.ts';

export interface ChatState {
  readonly typing: boolean;
  readonly line: EditedLine;
  /** while a reply is corrected: what was being typed before, the reply as it stood in the line, whether keys were typed then */
  readonly fixing: { readonly draft: EditedLine; readonly was: string; readonly typing: boolean } | undefined;
  /** a search is typed in the line; what was being typed before */
  readonly searching: { readonly draft: EditedLine; readonly typing: boolean } | undefined;
  /** only lines with this are seen; '' for all */
  readonly search: string;
  /** the last correction, and how far it is */
  readonly lesson: { readonly words: string; readonly state: Knowing } | undefined;
  readonly voice: ChatVoice;
  /** what became of the last commands */
  readonly notes: readonly Note[];
  readonly back: Back;
}

/** What a key needs to know of the page. */
export interface Seen {
  readonly view: Snapshot;
  /** rows of the whole conversation, and visible rows */
  readonly total: number;
  readonly rows: number;
}

/** Names that may stand behind a command, shown at once. */
const MOST_NAMES = 40;
/** More notes than anyone reads. */
const MOST_NOTES = 100;

const DOING: Partial<Record<ChatCommand['kind'], string>> = {
  exam: 'Examining…',
  save: 'Saving…',
  fix: 'Correcting…',
};

export class ChatDesk {
  readonly #actions: Actions;
  readonly #listeners = new Set<() => void>();
  #followed: object | undefined;
  #state: ChatState = {
    typing: true,
    line: EMPTY_LINE,
    fixing: undefined,
    searching: undefined,
    search: '',
    lesson: undefined,
    voice: {},
    notes: [],
    back: AT_THE_END,
  };

  constructor(actions: Actions) {
    this.#actions = actions;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): ChatState => this.#state;

  /** The page is shown. */
  open(): void {
    this.#change({ typing: true });
  }

  paste(text: string): void {
    this.#change({ typing: true });
    this.#edit({ kind: 'insert', text });
  }

  key(input: string, key: Key, seen: Seen): void {
    if (key.escape) return this.#escape(seen);
    if (key.shift && (key.upArrow || key.downArrow)) return this.#scroll(key.upArrow ? 1 : -1, seen);
    if (key.pageUp || key.pageDown) return this.#scroll((key.pageUp ? 1 : -1) * Math.max(1, seen.rows - 1), seen);
    if (!this.#state.typing) return this.#command(input, key, seen);
    if (key.return) return this.#enter(seen.view);
    if (key.tab && !key.shift) return this.#complete(seen.view);
    const kind = editOf(input, key);
    if (kind) return this.#edit({ kind });
    if (!isText(input, key)) return;
    // Where keys came faster than they were read, they come in one piece, line ends and all.
    input.split(/\r\n?|\n/).forEach((piece, index) => {
      if (index > 0) this.#enter(seen.view);
      if (piece !== '') this.#edit({ kind: 'insert', text: piece });
    });
  }

  #escape({ view }: Seen): void {
    const { fixing, searching, search } = this.#state;
    if (fixing) return this.#change({ fixing: undefined, line: fixing.draft, typing: fixing.typing });
    if (searching) return this.#endSearch(searching, '');
    if (search !== '') return this.#change({ search: '', back: AT_THE_END });
    if (view.speaking === undefined) return this.#change({ typing: false });
    void this.#run({ kind: 'stop' }, view);
  }

  /** Keys while nothing is typed. */
  #command(input: string, key: Key, seen: Seen): void {
    if (key.ctrl || key.meta) return;
    if (key.return || input === 'i') return this.#change({ typing: true });
    if (input === 'e') return this.#beginFix(seen.view);
    if (input === '/') return this.#beginSearch();
    if (input === 't') return this.#nextTalk(seen.view);
    if (key.upArrow || input === 'k') return this.#scroll(1, seen);
    if (key.downArrow || input === 'j') return this.#scroll(-1, seen);
    if (key.home || input === 'g') return this.#scroll(seen.total, seen);
    if (key.end || input === 'G') return this.#scroll(-seen.total, seen);
  }

  #scroll(by: number, { total, rows }: Seen): void {
    this.#change({ back: scrolledBack(this.#state.back, by, total, rows) });
  }

  #enter(view: Snapshot): void {
    const { line, fixing, searching } = this.#state;
    if (searching) return this.#endSearch(searching, textOf(line));
    if (fixing) return this.#endFix(fixing, textOf(line), view);
    // the owner has seen that the correction is known
    const lesson = this.#state.lesson?.state === 'learning' ? this.#state.lesson : undefined;
    this.#change({ line: edit(line, { kind: 'enter' }), notes: [], lesson, back: AT_THE_END });
    const typed = parseLine(textOf(line));
    switch (typed.kind) {
      case 'nothing':
        return;
      case 'mistake':
        return this.#note('error', typed.sentence);
      case 'command':
        return void this.#run(typed.command, view);
      case 'say':
        // The words themselves come back with the conversation.
        this.#actions.say(typed.text, this.#state.voice).catch((error) => this.#note('error', messageOf(error)));
    }
  }

  #beginSearch(): void {
    const { line: draft, typing, search } = this.#state;
    const line = edit({ ...EMPTY_LINE }, { kind: 'insert', text: search });
    this.#change({ searching: { draft, typing }, line, typing: true });
  }

  #endSearch({ draft, typing }: NonNullable<ChatState['searching']>, search: string): void {
    this.#change({ searching: undefined, line: draft, typing, search, back: AT_THE_END });
  }

  /** Goes on in the conversation behind this one, in the order of their newest lines. */
  #nextTalk(view: Snapshot): void {
    const all = this.#actions.talks();
    const next = all[(all.indexOf(view.talk) + 1) % all.length];
    if (next === undefined || next === view.talk) return this.#note('note', chatPageTexts.noOtherConversation);
    void this.#run({ kind: 'talk', name: next }, view);
  }

  #complete(view: Snapshot): void {
    const { line } = this.#state;
    const settings = () => (view.config ? settingKeys(view.config) : []);
    const { text, names } = completedLine(textOf(line), (command) =>
      command === 'set' ? settings() : command === 'talk' ? this.#actions.talks() : [],
    );
    if (text === textOf(line) && names.length > 1)
      this.#change({ notes: [{ tone: 'note', text: names.slice(0, MOST_NAMES).join('  ') }] });
    for (const change of [{ kind: 'end' }, { kind: 'to-start' }, { kind: 'insert', text }] as const) this.#edit(change);
  }

  /** Follows a correction until it is known, or another takes its place. */
  #follow(words: string, view: Snapshot): void {
    const question = view.chat.findLast(({ kind }) => kind === 'said');
    if (!question) return;
    const lesson = { words, state: 'learning' as Knowing };
    this.#followed = lesson;
    void followCorrection(words, {
      answer: () => answerAlone(this.#actions, question.speaker, question.text),
      isWanted: () => this.#followed === lesson,
      onState: (state) => this.#followed === lesson && this.#change({ lesson: { words, state } }),
    });
  }

  #beginFix(view: Snapshot): void {
    const last = lastReply(view.chat);
    if (view.speaking !== undefined) return this.#note('error', chatPageTexts.stillSpeaking);
    if (last === undefined) return this.#note('error', chatPageTexts.noReplyYet);
    const line = edit({ ...EMPTY_LINE }, { kind: 'insert', text: oneLine(last) });
    const { line: draft, typing } = this.#state;
    this.#change({ fixing: { draft, was: textOf(line), typing }, line, typing: true, notes: [] });
  }

  #endFix({ draft, was }: NonNullable<ChatState['fixing']>, better: string, view: Snapshot): void {
    this.#change({ fixing: undefined, line: draft, notes: [], back: AT_THE_END });
    if (better === '' || better === was) return this.#note('note', chatPageTexts.replyStays);
    void this.#run({ kind: 'fix', text: better.replace(/ ?⏎ ?/g, '\n') }, view);
  }

  async #run(command: ChatCommand, view: Snapshot): Promise<void> {
    const text = DOING[command.kind];
    const doing: Note | undefined = text === undefined ? undefined : { tone: 'note', text };
    if (doing && !(command.kind === 'fix' && command.text === undefined)) {
      this.#change({ notes: [...this.#state.notes, doing] });
    }
    try {
      const { lines, voice, edit: fix } = await runCommand(command, babyOf(this.#actions, view), this.#state.voice);
      this.#change({ notes: this.#state.notes.filter((note) => note !== doing), ...(voice && { voice }) });
      for (const line of lines) this.#note('note', line);
      if (fix) this.#beginFix(view);
      if (command.kind === 'fix' && command.text !== undefined) this.#follow(command.text, view);
      if (command.kind === 'talk' && command.name !== undefined) this.#change({ lesson: undefined, search: '' });
    } catch (error) {
      this.#change({ notes: this.#state.notes.filter((note) => note !== doing) });
      this.#note('error', messageOf(error));
    }
  }

  #note(tone: Note['tone'], text: string): void {
    this.#change({ notes: [...this.#state.notes, { tone, text }].slice(-MOST_NOTES) });
  }

  #edit(change: Edit): void {
    const line = edit(this.#state.line, change);
    // what is looked for is seen at once
    this.#change(this.#state.searching ? { line, search: textOf(line), back: AT_THE_END } : { line });
  }

  #change(change: Partial<ChatState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const desks = new WeakMap<Actions, ChatDesk>();

/** The desk of a dashboard, which is known by its actions: it is left as it is while other pages are looked at. */
export function deskOf(actions: Actions): ChatDesk {
  const known = desks.get(actions);
  if (known) return known;
  const desk = new ChatDesk(actions);
  desks.set(actions, desk);
  return desk;
}

function babyOf(actions: Actions, view: Snapshot): ChatBaby {
  return {
    stop: () => actions.stop(view.talk),
    forget: () => actions.forget(view.talk),
    correct: async (text, isPublic) =>
      void (await actions.correct(view.talk, text, ...(isPublic ? [{ public: true }] : []))),
    good: async () => void (await actions.good(view.talk)),
    again: async () => void (await actions.again(view.talk)),
    set: (key, value) => actions.set(key, value),
    async talk(name) {
      if (name === undefined) return chatPageTexts.conversations(actions.talks().join(', '));
      actions.talk(name);
      return chatPageTexts.thisConversation(name);
    },
    write(path) {
      // what was said a moment ago, or while it sleeps, is not in the ledger
      const whole = actions.whole();
      return writeConversation(path, whole.length > view.chat.length ? whole : view.chat);
    },
    save: () => actions.save(),
    exam: () => actions.exam(),
    stats: async () => view.stats,
    temperature: async () => view.config?.voice.temperature,
    unable: (command) => chatPageTexts.isAKey(command),
  };
}
