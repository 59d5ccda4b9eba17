/** What the probes say, put in order by organ. Pure. */
import type { HeatMap, Probes } from '../../api/messages.ts';

/** The name of a statistic and its value. */
export interface Reading {
  readonly name: string;
  readonly value: number;
}

export interface Window {
  readonly size: Reading | undefined;
  readonly weight: Reading | undefined;
  /** what each group of neurons makes of it, −1 … 1 */
  readonly heard: readonly number[];
}

export interface Memory {
  readonly title: string;
  readonly decay: Reading | undefined;
  readonly listen: Reading | undefined;
}

export interface Lobe {
  /** `lobe 1` */
  readonly title: string;
  readonly windows: readonly Window[];
  readonly memories: readonly Memory[];
  readonly gate: Reading | undefined;
}

export interface Parameter {
  /** within its organ: `memory.gate.weight` */
  readonly title: string;
  readonly norm: Reading | undefined;
  readonly gradient: Reading | undefined;
}

export interface Organs {
  readonly lobes: readonly Lobe[];
  /** parameters by organ, in the order in which the brain names them */
  readonly parameters: readonly { readonly organ: string; readonly parameters: readonly Parameter[] }[];
  /** pictures that belong to no lobe */
  readonly maps: readonly HeatMap[];
}

export function organsOf({ values, maps }: Pick<Probes, 'values' | 'maps'>): Organs {
  const read = (name: string): Reading | undefined =>
    Object.hasOwn(values, name) ? { name, value: values[name] } : undefined;
  const numbers = new Set<number>();
  for (const name of Object.keys(values)) {
    const found = /^lobe(\d+)\./.exec(name);
    if (found) numbers.add(Number(found[1]));
  }
  const drawn = new Set<HeatMap>();
  const lobes = [...numbers]
    .sort((a, b) => a - b)
    .map((number) => {
      const map = maps.find(({ title }) => new RegExp(`^lobe ${number + 1}\\b`).test(title));
      const lobe = lobeOf(number, read, map);
      if (map && map.rows.length === lobe.windows.length) drawn.add(map);
      return lobe;
    });
  return { lobes, parameters: parametersOf(values, read), maps: maps.filter((map) => !drawn.has(map)) };
}

function lobeOf(number: number, read: (name: string) => Reading | undefined, map: HeatMap | undefined): Lobe {
  const name = `lobe${number}`;
  const windows: Window[] = [];
  for (let k = 0; ; k++) {
    const [size, weight] = [read(`${name}.window${k}`), read(`${name}.weight${k}`)];
    if (!size && !weight) break;
    windows.push({ size, weight, heard: map?.rows[k]?.values ?? [] });
  }
  const memories = (['short', 'long'] as const).map((title) => ({
    title,
    decay: read(`${name}.${title}Decay`),
    listen: read(`${name}.listen${title === 'short' ? 'Short' : 'Long'}`),
  }));
  return {
    title: `lobe ${number + 1}`,
    windows,
    memories: memories.filter(({ decay, listen }) => decay || listen),
    gate: read(`${name}.gate`),
  };
}

function parametersOf(values: Probes['values'], read: (name: string) => Reading | undefined): Organs['parameters'] {
  const organs = new Map<string, Parameter[]>();
  const seen = new Set<string>();
  for (const name of Object.keys(values)) {
    const parameter = /^(?:norm|gradient)\.(.+)$/.exec(name)?.[1];
    if (parameter === undefined || seen.has(parameter)) continue;
    seen.add(parameter);
    const dot = parameter.indexOf('.');
    const [organ, title] = dot < 0 ? [parameter, parameter] : [parameter.slice(0, dot), parameter.slice(dot + 1)];
    const list = organs.get(organ) ?? [];
    list.push({ title, norm: read(`norm.${parameter}`), gradient: read(`gradient.${parameter}`) });
    organs.set(organ, list);
  }
  return [...organs].map(([organ, parameters]) => ({ organ: titleOf(organ), parameters }));
}

/** As people count: lobe0 is `lobe 1`. */
const titleOf = (organ: string): string => organ.replace(/^lobe(\d+)$/, (_, number) => `lobe ${Number(number) + 1}`);

/** After how many tokens half of a memory is gone, of what outlives one token (0 … 1). */
export function halfLife(decay: number): number {
  if (!(decay > 0)) return decay === 0 ? 0 : Number.NaN;
  return decay >= 1 ? Number.POSITIVE_INFINITY : Math.log(0.5) / Math.log(decay);
}
