import { printable } from '../../library/notices/printable.ts';
import { asCalled } from '../home/called.ts';

/** Sentences of the program as a terminal shows them: safe, and with their commands as they are to be typed here. */
export const asShown = (text: string): string => asCalled(printable(text));
