import { Random } from '../../../brain/engine/random.ts';

/** Draws what it is told, then goes on by itself. */
export function chanceOf(...first: number[]): Random {
  const random = new Random(7);
  const uniform = random.uniform.bind(random);
  random.uniform = () => first.shift() ?? uniform();
  return random;
}
