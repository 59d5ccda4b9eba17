import type { Colour, Library } from '../api/messages.ts';
import type { Config } from '../settings/config.ts';
import { spokenVoice } from '../settings/temperature.ts';
import type { Evaluator, SteeringSet } from './evaluation/evaluator.ts';

/** The temperature of its voice, where its owner leaves it to the exams that steer (`voice.temperature` auto). */
export class VoiceTemperature {
  private readonly evaluator: Evaluator;
  /** null: none was fitted yet */
  fitted: number | null;

  /** @param stored in its soul */
  constructor(evaluator: Evaluator, stored: number | undefined) {
    this.evaluator = evaluator;
    this.fitted = stored ?? null;
  }

  /** How words are drawn when it speaks. */
  voice({ voice }: Pick<Config, 'voice'>) {
    return spokenVoice(voice, this.fitted);
  }

  /** Fits it once more; of too little held-out text it stays as it was. */
  fit(set: SteeringSet | undefined, { voice }: Pick<Config, 'voice'>, colour: Colour, between: () => void): void {
    if (set && voice.temperature === 'auto')
      this.fitted = this.evaluator.temperature(set, colour, between) ?? this.fitted;
  }

  /** Fits it where it never was. */
  fitFirst(exams: Library['exams'], config: Pick<Config, 'voice'>, colour: Colour, between: () => void): void {
    if (this.fitted === null && config.voice.temperature === 'auto')
      this.fit(this.evaluator.steeringSet(exams), config, colour, between);
  }
}
