/** What the chat page remembers beside the conversation itself: the line being typed, how it is to speak, how far back one looks. */
import type { Key } from 'ink';
import { CONVERSATION } from '../../api/messages.ts';
import { type ChatCommand, parseLine } from '../../chat/commands.ts';
import { type ChatBaby, type ChatVoice, runCommand } from '../../chat/run.ts';
import { type Edit, type EditedLine, EMPTY_LINE, edit, textOf } from '../../terminal/line-editor.ts';
import { oneLine } from '../../text/view-format.ts';
import { editOf, isText } from '../keys.ts';
import type { Actions } from '../page.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { AT_THE_END, type Back, lastReply, type Note, scrolledBack } from './rows.ts';

export interface ChatState {
  readonly typing: boolean;
  readonly line: EditedLine;
  /** while a reply is corrected: what was being typed before, the reply as it stood in the line, whether keys were typed then */
  readonly fixing: { readonly draft: EditedLine; readonly was: string; readonly typing: boolean } | undefined;
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
  #state: ChatState = {
    typing: true,
    line: EMPTY_LINE,
    fixing: undefined,
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
    if (key.pageUp || key.pageDown) return this.#scroll((key.pageUp ? 1 : -1) * Math.max(1, seen.rows - 1), seen);
    if (!this.#state.typing) return this.#command(input, key, seen);
    if (key.return) return this.#enter(seen.view);
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
    const { fixing } = this.#state;
    if (fixing) return this.#change({ fixing: undefined, line: fixing.draft, typing: fixing.typing });
    if (view.speaking === undefined) return this.#change({ typing: false });
    void this.#run({ kind: 'stop' }, view);
  }

  /** Keys while nothing is typed. */
  #command(input: string, key: Key, seen: Seen): void {
    if (key.ctrl || key.meta) return;
    if (key.return || input === 'i') return this.#change({ typing: true });
    if (input === 'e') return this.#beginFix(seen.view);
    if (key.upArrow || input === 'k') return this.#scroll(1, seen);
    if (key.downArrow || input === 'j') return this.#scroll(-1, seen);
    if (key.home || input === 'g') return this.#scroll(seen.total, seen);
    if (key.end || input === 'G') return this.#scroll(-seen.total, seen);
  }

  #scroll(by: number, { total, rows }: Seen): void {
    this.#change({ back: scrolledBack(this.#state.back, by, total, rows) });
  }

  #enter(view: Snapshot): void {
    const { line, fixing } = this.#state;
    if (fixing) return this.#endFix(fixing, textOf(line), view);
    this.#change({ line: edit(line, { kind: 'enter' }), notes: [], back: AT_THE_END });
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

  #beginFix(view: Snapshot): void {
    const last = lastReply(view.chat);
    if (view.speaking !== undefined) return this.#note('error', 'It is still speaking: Esc stops it.');
    if (last === undefined) return this.#note('error', 'There is no reply to correct yet.');
    const line = edit({ ...EMPTY_LINE }, { kind: 'insert', text: oneLine(last) });
    const { line: draft, typing } = this.#state;
    this.#change({ fixing: { draft, was: textOf(line), typing }, line, typing: true, notes: [] });
  }

  #endFix({ draft, was }: NonNullable<ChatState['fixing']>, better: string, view: Snapshot): void {
    this.#change({ fixing: undefined, line: draft, notes: [], back: AT_THE_END });
    if (better === '' || better === was) return this.#note('note', 'The reply was left as it is.');
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
    } catch (error) {
      this.#change({ notes: this.#state.notes.filter((note) => note !== doing) });
      this.#note('error', messageOf(error));
    }
  }

  #note(tone: Note['tone'], text: string): void {
    this.#change({ notes: [...this.#state.notes, { tone, text }].slice(-MOST_NOTES) });
  }

  #edit(change: Edit): void {
    this.#change({ line: edit(this.#state.line, change) });
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
    stop: () => actions.stop(CONVERSATION),
    forget: () => actions.forget(CONVERSATION),
    correct: async (text, isPublic) =>
      void (await actions.correct(CONVERSATION, text, ...(isPublic ? [{ public: true }] : []))),
    good: async () => void (await actions.good(CONVERSATION)),
    again: async () => void (await actions.again(CONVERSATION)),
    set: (key, value) => actions.set(key, value),
    save: () => actions.save(),
    exam: () => actions.exam(),
    stats: async () => view.stats,
    temperature: async () => view.config?.voice.temperature,
    unable: (command) => `${command} is a key here: press Esc, and then S, to let it save and fall asleep.`,
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
