/** What became of something that was asked of the baby: one line at the foot of a page. */

import { Text } from 'ink';
import { useEffect, useRef, useState } from 'react';
import { messageOf } from '../../../library/notices/notices.ts';
import { withCommandNames } from '../../home/invocation.ts';
import { oneLine } from '../../text/view-format.ts';
import type { Paint } from '../page.ts';
import { Dim } from './dim.tsx';
import { withColour } from './pieces.tsx';

export interface Said {
  readonly text: string;
  readonly kind: 'doing' | 'done' | 'refused';
}

export interface Answer {
  readonly said: Said | undefined;
  /**
   * Says what it is doing, asks, and shows the answer, or why there is none; of several at once only the last one's answer is seen.
   * Resolves to whether it was done.
   */
  readonly ask: (doing: string, what: () => Promise<string>) => Promise<boolean>;
  readonly say: (text: string, kind?: Said['kind']) => void;
}

/** Milliseconds that an answer is seen. */
export const SHOWN = 45_000;

const shown = (text: string): string => oneLine(withCommandNames(text));

export function useAnswer(): Answer {
  const [said, setSaid] = useState<Said>();
  const newest = useRef(0);
  // What became of something is news for a while: after that, a line that stays would be taken for the state of now.
  useEffect(() => {
    if (!said || said.kind === 'doing' || said.text === '') return;
    const timer = setTimeout(() => setSaid(undefined), SHOWN);
    return () => clearTimeout(timer);
  }, [said]);
  // A page that was left has nowhere to show an answer.
  useEffect(() => () => void (newest.current = -1), []);
  const say = (text: string, kind: Said['kind'] = 'done') => {
    newest.current++;
    setSaid({ text: shown(text), kind });
  };
  const ask = async (doing: string, what: () => Promise<string>): Promise<boolean> => {
    say(doing, 'doing');
    const asked = newest.current;
    const answer = (next: Said) => newest.current === asked && setSaid(next);
    try {
      answer({ text: shown(await what()), kind: 'done' });
      return true;
    } catch (error) {
      answer({ text: shown(messageOf(error)), kind: 'refused' });
      return false;
    }
  };
  return { said, ask, say };
}

/** One row, empty where nothing was asked yet. */
export function AnswerLine({ said, paint }: { readonly said: Said | undefined; readonly paint: Paint }) {
  if (!said || said.text === '') return <Text> </Text>;
  const refused = said.kind === 'refused';
  return (
    <Dim wrap="truncate" isDim={said.kind === 'doing'} {...withColour(refused ? paint.theme?.error : undefined)}>
      {refused ? `! ${said.text}` : said.text}
    </Dim>
  );
}
