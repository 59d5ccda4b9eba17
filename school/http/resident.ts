/** The server of an awake baby, in its own process, at the port that its settings name. */
import { serialize } from '../../library/files/mutex.ts';
import type { ServedBaby } from './exchange.ts';
import type { FriendTokens } from './friend-tokens.ts';
import { type HttpServing, serveHttp } from './server.ts';
import { httpTexts } from './texts.ts';

export interface ResidentOptions {
  readonly baby: ServedBaby;
  /** what the baby calls its owner */
  readonly owner: string;
  /** the secret that programs send; asked for when a port is opened */
  token(): string;
  /** tokens of other people */
  readonly friends: Pick<FriendTokens, 'ownerOf'>;
  /** told, in one sentence, where it answers, that it does not any more, or why it cannot */
  onNote(level: 'info' | 'warn', message: string): void;
}

/** Listens at one port at a time, or at none. */
export class ResidentServer {
  private readonly options: ResidentOptions;
  private readonly inTurn = serialize();
  private serving: HttpServing | undefined;
  private port = 0;

  constructor(options: ResidentOptions) {
    this.options = options;
  }

  /** Answers at this port from now on; 0: nowhere. Never rejects: where a port cannot be had, one sentence says why. */
  listen(port: number): Promise<void> {
    return this.inTurn(async () => {
      if (port === this.port) return;
      const was = this.serving;
      this.serving = undefined;
      this.port = port;
      await was?.close();
      const { baby, owner, token, friends, onNote } = this.options;
      if (port === 0) return was && onNote('info', httpTexts.resident.stopped);
      try {
        this.serving = await serveHttp(baby, { port, origins: [], learns: true, owner, token: token(), friends });
        onNote('info', httpTexts.resident.answersAt(this.serving.addresses.join(' and ')));
      } catch (error) {
        this.port = 0;
        onNote('warn', (error as Error).message.replace(httpTexts.resident.withPort, httpTexts.resident.withSetting));
      }
    });
  }

  close(): Promise<void> {
    return this.inTurn(async () => {
      await this.serving?.close();
      this.serving = undefined;
      this.port = 0;
    });
  }
}
