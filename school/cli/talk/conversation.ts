/** A conversation, line by line, with a baby that is awake or asleep. */
import { messageOf } from '../../../library/notices/notices.ts';
import { printable } from '../../../library/notices/printable.ts';
import type { Baby } from '../../api/contract.ts';
import { LONGEST_TEXT } from '../../api/contract.ts';
import { type ChatCommand, parseLine } from '../../chat/commands.ts';
import { followCorrection, knowingInWords } from '../../chat/known.ts';
import { type ChatBaby, type ChatVoice, runCommand } from '../../chat/run.ts';
import { SpokenText } from '../../terminal/sanitize-stream.ts';
import { oneLine } from '../../text/view-format.ts';
import { CommandError, EXIT } from '../failure.ts';
import { conversationTexts } from '../texts/conversation.ts';
import type { ChatInput } from './chat-input.ts';

/** What is asked of a baby in a conversation; one that sleeps can only speak. */
export type Partner = Pick<Baby, 'say'> & Partial<Pick<Baby, 'stop' | 'over'>>;

export interface ConversationOptions {
  readonly partner: Partner;
  readonly baby: ChatBaby;
  readonly name: string;
  readonly owner: string;
  /** its name */
  readonly conversation: string;
  readonly voice: ChatVoice;
  readonly input: ChatInput;
  /** texts are fit to print */
  readonly out: (text: string) => void;
  /** one sentence about what did not work */
  readonly err: (sentence: string) => void;
  /** how what is no speech looks */
  readonly quiet: (text: string) => string;
  /** sentence shown when the owner leaves */
  readonly goodbye: string;
}

/** How often a correction is asked for until the conversation goes on. */
const TRIES = 4;

export class Conversation {
  readonly #with: ConversationOptions;
  #voice: ChatVoice;
  /** what it said last, and what that answers */
  #last: string | undefined;
  #asked: string | undefined;
  /** once its life is over: why */
  #ended: Error | undefined;
  readonly #over: Promise<void>;
  /** Lines that were not answered, or commands that were not done. */
  failures = 0;

  constructor(options: ConversationOptions) {
    this.#with = options;
    this.#voice = options.voice;
    const { over = new Promise<void>(() => {}) } = options.partner;
    this.#over = over.then(
      () => void (this.#ended = new CommandError(conversationTexts.fellAsleep(options.name), EXIT.asleep)),
      (error) => void (this.#ended = error instanceof Error ? error : new Error(String(error))),
    );
  }

  /** Goes on until the lines end, or somebody leaves. @throws Error with one sentence when the baby is gone before */
  async hold(): Promise<void> {
    const { input, owner, out, quiet, goodbye } = this.#with;
    for (;;) {
      const typed = await Promise.race([input.next(`${oneLine(owner)}> `), this.#over]);
      if (!typed || this.#ended) this.#break();
      if (typed.kind !== 'line') {
        if (input.prompts) out(`${typed.kind === 'end' ? '\n' : ''}${quiet(goodbye)}\n`);
        return;
      }
      if (await this.#take(printable(typed.text))) return;
    }
  }

  /** Does what a line asks. @returns whether the conversation is over */
  async #take(line: string): Promise<boolean> {
    const typed = parseLine(line);
    try {
      switch (typed.kind) {
        case 'nothing':
          return false;
        case 'mistake':
          throw new Error(typed.sentence);
        case 'say':
          await this.#say(typed.text);
          return false;
        case 'command':
          return await this.#command(typed.command);
      }
    } catch (error) {
      await this.#settled();
      if (this.#ended) throw this.#ended;
      this.failures++;
      this.#with.err(oneLine(messageOf(error)));
      return false;
    }
  }

  async #say(text: string): Promise<void> {
    const { partner, conversation, owner, input, out, name, quiet, err } = this.#with;
    if (text.length > LONGEST_TEXT) {
      throw new Error(conversationTexts.tooLong(LONGEST_TEXT, text.length));
    }
    const spoken = new SpokenText();
    let heard = false;
    const show = (delta: string) => {
      heard = true;
      out(spoken.push(delta));
    };
    const stop = () => void partner.stop!(conversation).catch((error: Error) => err(oneLine(error.message)));
    if (input.prompts) out(`${oneLine(name)}> `);
    try {
      const options = { ...this.#voice, from: owner, conversation };
      const reply = await input.during(partner.say(text, options, show), partner.stop && stop);
      if (!heard) show(reply.text);
      if (reply.stopped === 'asked' && input.prompts) out(quiet(' (stopped)'));
      this.#last = reply.text;
      this.#asked = text;
    } finally {
      out(spoken.end() || (input.prompts || heard ? '\n' : ''));
    }
  }

  async #command(command: ChatCommand): Promise<boolean> {
    const { baby, input, out, quiet } = this.#with;
    const left = Promise.withResolvers<'left'>();
    const work = runCommand(command, baby, this.#voice);
    const outcome = await Promise.race([input.during(work, () => left.resolve('left')), left.promise]);
    if (outcome === 'left') {
      // Whatever comes of it, nobody is here any more to be told.
      work.catch(() => {});
      return true;
    }
    if (outcome.voice) this.#voice = outcome.voice;
    if (command.kind === 'forget') this.#last = undefined;
    if (command.kind === 'fix' && command.text !== undefined) this.#last = command.text;
    for (const line of outcome.lines) out(`${quiet(printable(line))}\n`);
    if (command.kind === 'fix' && command.text !== undefined) await this.#follow(command.text);
    if (outcome.edit) await this.#fix();
    return command.kind === 'sleep';
  }

  /** Waits a few moments for a correction to be known; a Ctrl-C ends the waiting. */
  async #follow(words: string): Promise<void> {
    const { baby, input, out, quiet } = this.#with;
    const question = this.#asked;
    if (!input.prompts || !baby.answer || question === undefined) return;
    const { answer } = baby;
    let isWanted = true;
    const left = Promise.withResolvers<void>();
    const stop = () => {
      isWanted = false;
      left.resolve();
    };
    const following = followCorrection(words, {
      answer: () => answer(question),
      isWanted: () => isWanted,
      onState: (state) => state !== 'learning' && out(`${quiet(printable(knowingInWords(state, words)))}\n`),
      tries: TRIES,
    });
    await input.during(Promise.race([following, left.promise, this.#over]), stop);
    stop();
  }

  /** Lets the last reply be edited in the line. */
  async #fix(): Promise<void> {
    const { input, out, quiet } = this.#with;
    if (!input.prompts) throw new Error(conversationTexts.noRightReply);
    if (this.#last === undefined) throw new Error(conversationTexts.noReplyYet);
    const was = oneLine(this.#last);
    const typed = await Promise.race([input.next('fix> ', was), this.#over]);
    if (!typed || this.#ended) this.#break();
    const better = typed.kind === 'line' ? oneLine(typed.text) : '';
    if (typed.kind === 'end') out('\n');
    if (better === '' || better === was) return out(`${quiet(conversationTexts.replyLeft)}\n`);
    await this.#command({ kind: 'fix', text: better.replace(/ ?⏎ ?/g, '\n') });
  }

  /** Ends an open line, and the conversation. */
  #break(): never {
    if (this.#with.input.prompts) this.#with.out('\n');
    throw this.#ended;
  }

  /** Lets the end of its life be heard of, where it was what made something fail. */
  async #settled(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
