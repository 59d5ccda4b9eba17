/** Picks the program's own message for each answer in chat. */
import type { Stats } from '../../api/messages.ts';
import type { Consent, ForgetReport } from '../../api/twitch-messages.ts';
import type { TwitchSettings } from '../../settings/twitch-settings.ts';
import { replyTexts as texts } from '../texts/replies.ts';

type Settings = Pick<TwitchSettings, 'prefix' | 'commands' | 'learn' | 'retentionHours' | 'privacyLink'>;

const call = ({ prefix, commands }: Settings, name: keyof Settings['commands']): string => prefix + commands[name][0];

export const optedIn = (settings: Settings, already: boolean): string =>
  texts.optedIn(already, settings.retentionHours, call(settings, 'optOut'), call(settings, 'forget'));

export function checked(settings: Settings, consent: Consent): string {
  if (settings.learn === 'off') return texts.learningIsOff;
  return consent === 'in' ? texts.agreed(call(settings, 'optOut')) : texts.notAgreed(call(settings, 'optIn'));
}

export function forgotten({ messages, queued, pending, taught }: ForgetReport): string {
  const deleted = texts.forgotten(messages + queued + pending);
  return taught === 0 ? deleted : `${deleted} ${texts.staysInWeights(taught)}`;
}

export function privacy(settings: Settings): string {
  const learning =
    settings.learn === 'off'
      ? texts.learnsNothing
      : texts.learnsFromAgreed(call(settings, 'optIn'), settings.retentionHours, call(settings, 'forget'));
  return texts.privacy(learning);
}

export function statistics(stats: Stats | null): string {
  if (stats === null) return texts.justWoken;
  const { step, bitsPerByte, exact, tokens } = stats;
  return texts.statistics(step, bitsPerByte.toFixed(2), (100 * exact).toFixed(0), tokens);
}

export function mood(stats: Stats | null): string {
  if (stats === null) return texts.sleepy;
  const { colour, expectedColour } = stats;
  const strongest = colour.indexOf(Math.max(...colour));
  const surprise = Math.max(...colour.map((value, i) => Math.abs(value - expectedColour[i]!)));
  const said = texts.mood(texts.moods[strongest] ?? texts.moods[2]);
  return surprise > 0.4 ? `${said} ${texts.otherThanExpected}` : said;
}
