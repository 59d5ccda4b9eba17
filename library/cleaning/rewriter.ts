/** Applying an owner's rules to texts, counting what each rule changed. */
import { decodeHTMLStrict } from 'entities';
import { AROUND, FINDERS, type PrivateKind } from './private-data.ts';
import { type CleaningRules, RULE_NAMES, type RuleName } from './rules.ts';
import type { StandIns } from './stand-ins.ts';

/** A line before and after, for a preview. Neither is safe for a terminal. */
export interface Change {
  rules: RuleName[];
  before: string;
  after: string;
}

/** Lines of a preview that each rule may show. */
const SHOWN = 3;

type Step = (text: string) => string;

/** Changes texts by rules. One rewriter counts over all texts that it is given. */
export class Rewriter {
  /** How often each rule changed something. */
  readonly counts: Record<RuleName, number>;
  /** Some changed lines, a few of each rule, if they were asked for. */
  readonly preview: Change[] = [];
  charactersIn = 0;
  charactersOut = 0;
  private readonly steps: { rule: RuleName; step: Step }[];
  private readonly previews: boolean;
  private readonly shown = new Map<RuleName, number>();

  constructor(rules: CleaningRules, standIns: StandIns, options: { preview?: boolean } = {}) {
    this.counts = Object.fromEntries(RULE_NAMES.map((rule) => [rule, 0])) as Record<RuleName, number>;
    this.previews = options.preview ?? false;
    this.steps = RULE_NAMES.flatMap((rule) => {
      const step = stepOf(rule, rules, standIns, () => this.counts[rule]++);
      return step === undefined ? [] : [{ rule, step }];
    });
  }

  /** How often any rule changed something. */
  get hits(): number {
    return RULE_NAMES.reduce((sum, rule) => sum + this.counts[rule], 0);
  }

  /** Whether no rule is on. */
  get idle(): boolean {
    return this.steps.length === 0;
  }

  /** The text as it should be learnt. A long text may come in pieces that end with lines. */
  rewrite(text: string): string {
    this.charactersIn += text.length;
    // No rule looks beyond a line, and most lines have nothing that any rule is about.
    const rewritten = text.includes('\n')
      ? text
          .split('\n')
          .map((line) => this.line(line))
          .join('\n')
      : this.line(text);
    this.charactersOut += rewritten.length;
    return rewritten;
  }

  private line(before: string): string {
    if (before === '') return '';
    let after = before;
    if (!this.previews) {
      for (const { step } of this.steps) after = step(after);
      return after;
    }
    const rules: RuleName[] = [];
    for (const { rule, step } of this.steps) {
      const next = step(after);
      if (next !== after) rules.push(rule);
      after = next;
    }
    this.show({ rules, before, after });
    return after;
  }

  private show(change: Change): void {
    if (!change.rules.some((rule) => (this.shown.get(rule) ?? 0) < SHOWN)) return;
    for (const rule of change.rules) this.shown.set(rule, (this.shown.get(rule) ?? 0) + 1);
    this.preview.push(change);
  }
}

/** What a rule does, or nothing if it is off. */
function stepOf(rule: RuleName, rules: CleaningRules, standIns: StandIns, count: () => void): Step | undefined {
  const replacing = (hint: RegExp, pattern: RegExp, by: (found: string) => string): Step => {
    return (text) =>
      hint.test(text)
        ? text.replace(pattern, (found) => {
            const instead = by(found);
            if (instead !== found) count();
            return instead;
          })
        : text;
  };
  switch (rule) {
    case 'entities':
      return rules.entities
        ? replacing(/&[#\w]+;/, /&(?:#\d{1,7}|#x[\da-f]{1,6}|\w{2,31});/gi, decodeHTMLStrict)
        : undefined;
    case 'quotes':
      return rules.quotes
        ? replacing(CURLY, /[“”„‟]|[‘’‚‛]/g, (found) => ('“”„‟'.includes(found) ? '"' : "'"))
        : undefined;
    case 'repeats': {
      if (rules.repeats === 0) return undefined;
      const run = new RegExp(
        `([^\\s\\d\\ud800-\\udfff\\u200d\\ufe0f])\\1{${rules.repeats},}|([\\ud800-\\udbff][\\udc00-\\udfff])\\2{${rules.repeats},}`,
        'g',
      );
      return replacing(new RegExp(run.source), run, (found) =>
        found.slice(0, rules.repeats * (/^[\ud800-\udbff]/.test(found) ? 2 : 1)),
      );
    }
    case 'spaces':
      return rules.spaces ? spaceStep(count) : undefined;
    case 'lowerCase':
      return rules.lowerCase ? replacing(/\p{Lu}/u, /\p{Lu}+/gu, (found) => found.toLowerCase()) : undefined;
    case 'names':
      return rules.names.length === 0 ? undefined : nameStep(rules, standIns, count);
    case 'replace':
      return rules.replace.length === 0 ? undefined : replaceStep(rules, count);
    default:
      return rules[rule] ? privateStep(rule, standIns, count) : undefined;
  }
}

const CURLY = /[“”„‟‘’‚‛]/;

function spaceStep(count: () => void): Step {
  const to = (instead: string) => (): string => {
    count();
    return instead;
  };
  return (text) =>
    /[ \t]{2}|[ \t]$|[\u00a0\u202f]/m.test(text)
      ? text
          .replace(/[\u00a0\u202f]/g, to(' '))
          .replace(/(?<![ \t])[ \t]+$/gm, to(''))
          .replace(/(?<=\S)[ \t]{2,}(?=\S)/g, to(' '))
      : text;
}

function privateStep(kind: PrivateKind, standIns: StandIns, count: () => void): Step {
  const { hint, pattern, take, passOver } = FINDERS[kind];
  return (text) => {
    if (!hint.test(text)) return text;
    let cleaned = '';
    let done = 0;
    let passed = -1;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const [candidate] = match;
      const end = match.index + candidate.length;
      const before = text.slice(Math.max(0, match.index - AROUND), match.index);
      const found = take(candidate, match.index < passed, before, text.slice(end, end + AROUND));
      if (found === '') {
        passed = end;
        if (passOver !== undefined) pattern.lastIndex = match.index + passOver(candidate);
        continue;
      }
      count();
      cleaned += text.slice(done, match.index) + standIns.of(kind, found);
      done = match.index + found.length;
      pattern.lastIndex = done;
    }
    return cleaned + text.slice(done);
  };
}

/** Any of several words, the longest first, as whole words. */
function anyOf(words: readonly string[]): RegExp {
  const sorted = [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${sorted.join('|')})(?![\\p{L}\\p{N}_])`, 'giu');
}

function nameStep({ names }: CleaningRules, standIns: StandIns, count: () => void): Step {
  const all = new Set(names.flatMap((one) => one.names.map((name) => name.toLowerCase())));
  const by = new Map<string, string>();
  for (const one of names) {
    const standIn = standIns.ofName(one, all);
    for (const name of one.names) by.set(name.toLowerCase(), standIn);
  }
  const pattern = anyOf([...all]);
  return (text) =>
    text.replace(pattern, (found) => {
      const standIn = by.get(found.toLowerCase());
      if (standIn === undefined) return found;
      count();
      return found === found.toLowerCase() && found !== found.toUpperCase() ? standIn.toLowerCase() : standIn;
    });
}

function replaceStep({ replace }: CleaningRules, count: () => void): Step {
  const by = new Map(replace.map(({ find, by: instead }) => [find.toLowerCase(), instead]));
  const pattern = anyOf([...by.keys()]);
  return (text) =>
    text.replace(pattern, (found) => {
      const instead = by.get(found.toLowerCase());
      if (instead === undefined || instead === found) return found;
      count();
      return instead;
    });
}
