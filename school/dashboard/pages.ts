/** All pages, in the order of their keys: 1, 2, 3 … */
import { chat } from './chat.tsx';
import { library } from './library.tsx';
import { log } from './log.tsx';
import { mind } from './mind.tsx';
import { now } from './now.tsx';
import type { Page } from './page.ts';
import { raising } from './raising.tsx';
import { soul } from './soul.tsx';
import { twitch } from './twitch.tsx';

export const PAGES: readonly Page[] = [now, mind, chat, library, log, soul, raising, twitch];
