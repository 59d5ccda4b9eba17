/** What its raising brought about, as the page about it knows it: looked up now and again. */

import type { Database } from 'better-sqlite3';
import { useEffect, useRef, useState } from 'react';
import { messageOf } from '../../../library/notices/notices.ts';
import type { SourceReport } from '../../../library/sources/mixer.ts';
import { type Voice, voices } from '../../../statistics/query/voice.ts';
import { oneLine } from '../../text/view-format.ts';
import type { PageProps } from '../page.ts';
import { useNowAndThen } from '../state/use-interval.ts';
import { type Dialogue, dialoguesOf, type Remark, remarksOf } from './rows.ts';

/** Milliseconds: the newest samples lie at the end of their table, milestones all over it. */
const OFTEN = 3000;
const SELDOM = 60_000;
const ASK_AGAIN = 10_000;
const DIALOGUES = 40;
const REMARKS = 60;

export interface KnownRaising {
  readonly dialogues: readonly Dialogue[];
  readonly remarks: readonly Remark[];
  readonly voices: readonly Voice[];
  readonly sources: readonly SourceReport[];
  /** one sentence, if something could not be read */
  readonly problem: string;
}

const NOTHING: KnownRaising = { dialogues: [], remarks: [], voices: [], sources: [], problem: '' };

/** @param beside answers that stand beside one another */
export function useRaised({ view, ledger, actions }: Pick<PageProps, 'view' | 'ledger' | 'actions'>, beside: number) {
  const [known, setKnown] = useState(NOTHING);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => void (here.current = false);
  }, []);
  const learn = (what: () => Partial<KnownRaising>): void => {
    try {
      const more = what();
      setKnown((before) => ({ ...before, ...more }));
    } catch (error) {
      const problem = oneLine(messageOf(error));
      setKnown((before) => ({ ...before, problem }));
    }
  };
  const of = <T>(look: (database: Database) => T, none: T): T => (ledger ? look(ledger) : none);

  useNowAndThen(OFTEN, ledger, () =>
    learn(() => ({
      dialogues: of((it) => dialoguesOf(it, DIALOGUES), []),
      remarks: of((it) => remarksOf(it, REMARKS), []),
    })),
  );
  const milestones = view.raised.filter(({ kind }) => kind === 'milestone').length;
  useNowAndThen(SELDOM, `${ledger !== null} ${beside} ${milestones}`, () =>
    learn(() => ({ voices: of((it) => voices(it, { most: beside }), []) })),
  );
  useNowAndThen(ASK_AGAIN, view.contact, () => {
    if (view.contact !== 'awake') return;
    actions.library().then(
      ({ sources }) => here.current && learn(() => ({ sources, problem: '' })),
      (error: Error) => here.current && learn(() => ({ problem: oneLine(error.message) })),
    );
  });
  return known;
}
