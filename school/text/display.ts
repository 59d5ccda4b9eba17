import { printable } from '../../library/notices/printable.ts';
import { withCommandNames } from '../home/invocation.ts';

/** Sentences of the program as a terminal shows them: safe, and with their commands as they are to be typed here. */
export const asShown = (text: string): string => withCommandNames(printable(text));
