/** The program's own messages in chat: short and plain. */
import { count } from '../../../statistics/format/numbers.ts';
import type { Stats } from '../../api/messages.ts';
import type { Consent, ForgetReport } from '../../api/twitch-messages.ts';
import type { TwitchSettings } from '../../settings/twitch-settings.ts';

type Settings = Pick<TwitchSettings, 'prefix' | 'commands' | 'learn' | 'retentionHours' | 'privacyLink'>;

const call = ({ prefix, commands }: Settings, name: keyof Settings['commands']): string => prefix + commands[name][0];

export const learningIsOff = 'learning from chat is off here: nothing of what you write is kept.';

export function optedIn(settings: Settings, already: boolean): string {
  return (
    `${already ? 'you had agreed already' : 'thank you'}: what you write from now on may be learnt, and is kept for ` +
    `${settings.retentionHours} hours. Stop with ${call(settings, 'optOut')}, delete with ${call(settings, 'forget')}.`
  );
}

export const optedOut = (deleted: number): string =>
  `nothing more of what you write is learnt${deleted > 0 ? `, and ${deleted} kept ${deleted === 1 ? 'message is' : 'messages are'} deleted` : ''}.`;

export function checked(settings: Settings, consent: Consent): string {
  if (settings.learn === 'off') return learningIsOff;
  return consent === 'in'
    ? `you agreed: what you write may be learnt. Stop with ${call(settings, 'optOut')}.`
    : `nothing of what you write is learnt. Agree with ${call(settings, 'optIn')}.`;
}

export function forgotten({ messages, queued, pending, taught }: ForgetReport): string {
  const deleted = messages + queued + pending;
  const kept =
    taught === 0
      ? ''
      : ` What was learnt from ${taught} of them stays in the weights until the owner goes back to an earlier soul.`;
  return `all that was kept of you is deleted (${deleted} ${deleted === 1 ? 'thing' : 'things'}).${kept}`;
}

export function privacy(settings: Settings): string {
  const learnt =
    settings.learn === 'off'
      ? 'nothing is kept or learnt'
      : `it learns only from people who said ${call(settings, 'optIn')}, and keeps their words for ${settings.retentionHours} hours; ` +
        `${call(settings, 'forget')} deletes all of it`;
  return `a language model answers here. Questions are used for the answer; ${learnt}.`;
}

export function statistics(stats: Stats | null): string {
  if (stats === null) return 'i have only just woken.';
  const { step, bitsPerByte, exact, tokens } = stats;
  return `step ${count(step)}, ${bitsPerByte.toFixed(2)} bits per byte, ${(100 * exact).toFixed(0)} % exact, ${count(tokens)} tokens learnt.`;
}

/** How it feels, by the strongest part of its colour: red is skill and excitement, green growth and too much, blue calm. */
const MOODS = [
  'excited: i am getting good at this.',
  'full of new things, nearly too many.',
  'calm: it goes better than before.',
] as const;

export function mood(stats: Stats | null): string {
  if (stats === null) return 'sleepy, i have only just woken.';
  const { colour, expectedColour } = stats;
  const strongest = colour.indexOf(Math.max(...colour));
  const surprise = Math.max(...colour.map((value, i) => Math.abs(value - expectedColour[i]!)));
  return `i feel ${MOODS[strongest] ?? MOODS[2]}${surprise > 0.4 ? ' i had expected to feel otherwise.' : ''}`;
}

export const unmuted = 'i may speak again.';
export const saved = (step: number): string => `saved at step ${count(step)}.`;
export const notSaved = 'that did not work; the log says why.';
