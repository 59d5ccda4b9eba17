/** The interface to a chat server. IRC by tmi.js implements it (tmi.ts); EventSub and Helix could be another implementation. */
import type { ChatMessage } from '../../api/twitch-messages.ts';
import { connectionTexts } from '../texts/connection.ts';

/** Events of a connection. None is called after `onClosed`. */
export interface TransportEvents {
  /** It has joined the channel, and may send unless it is read only. */
  onJoined(): void;
  onMessage(message: ChatMessage): void;
  /** A moderator deleted a message. `login`: its author */
  onDeleted(messageId: string, login: string): void;
  /** A person was banned or timed out. */
  onSilenced(userId: string, login: string, banned: boolean): void;
  /** The whole chat was cleared. */
  onCleared(): void;
  /** A notice of the server; `id` as in Twitch's list of msg-ids. */
  onNotice(id: string, text: string): void;
  /** The connection is closed; a new connection needs a new transport. Called once. */
  onClosed(why: CloseReason, detail: string): void;
  /** An unexpected error, in one sentence, for the log. */
  onFault(message: string): void;
}

/** `login`: the server did not accept the account; `asked`: the server asked for a reconnect; `lost`: anything else. */
export type CloseReason = 'login' | 'asked' | 'lost';

export interface TransportOptions {
  /** wss://… */
  readonly server: string;
  readonly channel: string;
  /** null: read only, without an account */
  readonly identity: { readonly login: string; readonly token: string } | null;
  readonly events: TransportEvents;
  /** milliseconds of silence of the server after which a connection is closed */
  readonly silence?: number;
}

/** One connection to one channel. */
export interface Transport {
  /** Sends one line. @throws Error if it is not one line without controls, or the connection has not joined */
  say(text: string): Promise<void>;
  /** Whether the account is a moderator or the broadcaster of the channel. */
  readonly moderator: boolean;
  /** Closes the connection without further events. May be called twice. */
  close(): void;
}

export type OpenTransport = (options: TransportOptions) => Promise<Transport>;

/** The last check before sending: no raw command and no second line passes, whatever earlier checks missed. */
export function mustBeOneLine(text: string): void {
  if (/[\x00-\x1f\x7f\u0085\u2028\u2029]/.test(text)) throw new Error(connectionTexts.notOneLine);
  if (text.length === 0 || text.length >= 500) throw new Error(connectionTexts.wrongLength(text.length));
  if (/^[\s/\\.]/.test(text)) throw new Error(connectionTexts.beginsAsCommand);
}
