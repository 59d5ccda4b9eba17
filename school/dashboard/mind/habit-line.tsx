/** The habits of the baby, in one line of the page about its mind. */
import { useEffect, useRef, useState } from 'react';
import { count } from '../../../statistics/format/numbers.ts';
import type { HabitReport } from '../../api/messages.ts';
import { widthOf } from '../../terminal/text-width.ts';
import { oneLine } from '../../text/view-format.ts';
import { type Piece, Pieces } from '../components/pieces.tsx';
import type { PageProps } from '../page.ts';
import { useNowAndThen } from '../state/use-interval.ts';
import { mindPageTexts } from '../texts/mind-page.ts';

const { habits: words } = mindPageTexts;

/** Milliseconds between two looks at how far they are. */
const OFTEN = 2000;

export interface ShownHabits {
  readonly habits: readonly HabitReport[];
  /** the one that is switched next; undefined: there is none */
  readonly chosen: HabitReport | undefined;
  /** chooses the next one */
  next(): void;
  /** looks again */
  reload(): void;
}

/** Where it sleeps they are looked up once: they do not change then. */
export function useHabits({ view, actions }: Pick<PageProps, 'view' | 'actions'>): ShownHabits {
  const [habits, setHabits] = useState<readonly HabitReport[]>([]);
  const [at, setAt] = useState(0);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => void (here.current = false);
  }, []);
  const reload = (): void => {
    const look = async (): Promise<void> => {
      const there = await actions.habits();
      if (here.current) setHabits(there);
    };
    // one that is just waking or falling asleep is asked again soon
    look().catch(() => {});
  };
  useNowAndThen(view.contact === 'awake' ? OFTEN : Number.POSITIVE_INFINITY, view.contact, reload);
  const chosen = habits.length > 0 ? habits[at % habits.length] : undefined;
  return { habits, chosen, next: () => chosen && setAt(at + 1), reload };
}

/** @example 'learns, pass 3' */
const stateOf = ({ passes, isKnown, steps }: HabitReport): string =>
  passes !== null ? words.learns(count(passes + 1)) : isKnown ? words.known : steps > 0 ? words.learnt : words.isNew;

function piecesOf(habit: HabitReport, isChosen: boolean): Piece[] {
  const { name, isOn, lessons } = habit;
  return [
    { text: oneLine(name), bold: isOn, inverse: isChosen },
    { text: ` ${isOn ? 'on' : 'off'}` },
    { text: ` ${words.lessons(count(lessons), lessons === 1)} ${stateOf(habit)}`, dim: true },
  ];
}

const APART: Piece = { text: '   ' };

/** From the first one on, or from the one that is chosen where not all of them fit. */
export function HabitLine({
  habits,
  chosen,
  width,
}: Pick<ShownHabits, 'habits' | 'chosen'> & Pick<PageProps, 'width'>) {
  const head: Piece[] = [
    { text: `${words.title} `, dim: true },
    { text: habits.length > 1 ? '(h space)' : '(space)', dim: true },
  ];
  const all = habits.map((habit) => [APART, ...piecesOf(habit, habit === chosen)]);
  const widthIn = (pieces: readonly Piece[]): number => pieces.reduce((sum, { text }) => sum + widthOf(text), 0);
  const fits = widthIn([...head, ...all.flat()]) <= width;
  const from = fits || !chosen ? 0 : habits.indexOf(chosen);
  return <Pieces pieces={[...head, ...all.slice(from).flat()]} />;
}
