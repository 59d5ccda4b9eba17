/** What its owner says in chats: kept while other chats may remember it, or while the source `chat` has a weight. */
import { BoundedMap } from '../../library/files/bounded-map.ts';
import { LONGEST_TURN } from '../../library/sources/example-schema.ts';
import type { ExampleTurn } from '../../library/sources/examples.ts';
import type { ChatMessage } from '../api/messages.ts';
import type { Config } from '../settings/config.ts';
import { GAME_CONVERSATION } from './game.ts';

/** Conversations whose last reply is remembered. */
const MOST_CHATS = 32;

export interface OverheardParts {
  readonly settings: { readonly config: Pick<Config, 'owner' | 'sources' | 'memory'> };
  /** lays the turns into the source `chat`, to be taken out again when the conversation is forgotten */
  readonly teach: (turns: readonly ExampleTurn[], conversation: string) => void;
}

/**
 * Only its owner's words are learnt; the reply before them is read as what they answer, without loss, since a baby that learns its own
 * words learns nothing. Lines of the game are the library's, and its owner's answers there are corrections.
 */
export class Overheard {
  private readonly parts: OverheardParts;
  private readonly replies = new BoundedMap<string, { readonly speaker: string; readonly text: string }>(MOST_CHATS);

  constructor(parts: OverheardParts) {
    this.parts = parts;
  }

  hear({ conversation, speaker, kind, text }: ChatMessage): void {
    if (conversation.startsWith(GAME_CONVERSATION)) return;
    if (kind !== 'said') {
      this.replies.set(conversation, { speaker, text });
      return;
    }
    const { owner, sources, memory } = this.parts.settings.config;
    const isKept = sources.chat > 0 || memory.chats;
    if (!isKept || speaker !== owner || text.length > LONGEST_TURN) return;
    const before = this.replies.get(conversation);
    const reply = before && before.text.length <= LONGEST_TURN ? [{ ...before, learn: false }] : [];
    this.parts.teach([...reply, { speaker, text, learn: true }], conversation);
  }

  forget(conversation: string): void {
    this.replies.delete(conversation);
  }
}
