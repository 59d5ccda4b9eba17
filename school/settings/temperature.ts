/** The temperature that counts. It loads no schemas, so that the training core can know it in a browser. */

interface WithTemperature {
  readonly temperature: number | 'auto';
}

/** The temperature until one was fitted. */
export const UNFITTED = 0.8;

/** The temperature that counts. @param fitted by its exams; null: none was yet */
export const temperatureOf = (voice: WithTemperature, fitted: number | null = null): number =>
  voice.temperature === 'auto' ? (fitted ?? UNFITTED) : voice.temperature;

/** How words are drawn when it speaks. @param fitted the temperature of its exams; null: none was fitted yet */
export const spokenVoice = <V extends WithTemperature>(
  voice: V,
  fitted: number | null,
): Omit<V, 'temperature'> & { temperature: number } => ({ ...voice, temperature: temperatureOf(voice, fitted) });
