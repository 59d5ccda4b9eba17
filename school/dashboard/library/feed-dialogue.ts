/** Feeding from the page Library: a rehearsal, who the owner is in a chat, a question, and then the feeding itself. */

import { useEffect, useRef, useState } from 'react';
import type { Person } from '../../../library/importing/owner.ts';
import { messageOf } from '../../../library/notices/notices.ts';
import { count } from '../../../statistics/format/numbers.ts';
import { clipped, widthOf } from '../../terminal/text-width.ts';
import { pathIn } from '../../terminal/typed-path.ts';
import { oneLine } from '../../text/view-format.ts';
import type { Answer } from '../components/answer.tsx';
import type { FeedRequest, PageProps } from '../page.ts';
import { libraryPageTexts } from '../texts/library-page.ts';

/** A key chooses among these. */
const MOST_PEOPLE = 9;
const WIDEST_NAME = 24;

type Chosen = readonly string[] | 'own' | undefined;

interface Question {
  readonly text: string;
  /** @returns whether the key was one of its answers */
  readonly onKey: (input: string, key: { readonly return: boolean; readonly escape: boolean }) => boolean;
}

/**
 * @param marked who was chosen so far: somebody may write under several names
 * @example 'Who are you in chat.txt? 1 Mara (296) ✓ · 2 Jonas (118) · Enter · Esc none of them'
 */
export function whoQuestion(
  people: readonly Person[],
  name: string,
  guessed: boolean,
  marked: readonly string[] = [],
): string {
  const shown = people.slice(0, MOST_PEOPLE).map((one, i) => {
    const mark = marked.includes(one.name) ? ' ✓' : '';
    return `${i + 1} ${clipped(oneLine(one.name), WIDEST_NAME)} (${count(one.messages)})${mark}`;
  });
  const own = guessed && marked.length === 0 ? [libraryPageTexts.feeding.allMine] : [];
  const enter = marked.length > 0 ? [libraryPageTexts.feeding.thatIsMe] : [];
  return libraryPageTexts.feeding.whoAreYou(
    oneLine(name),
    [...shown, ...own, ...enter, libraryPageTexts.feeding.noneOfThem].join(' · '),
  );
}

type Props = Pick<PageProps, 'actions' | 'capture' | 'width'> & {
  readonly say: Answer['say'];
  /** shows a sentence for each file */
  readonly onFed: (sentences: readonly string[]) => void;
};

export function useFeeding({ actions, capture, width, say, onFed }: Props) {
  const [question, setQuestion] = useState<Question>();
  const open = useRef<() => void>(undefined);
  const isBusy = useRef(false);
  // After what was typed has let go of the keys.
  useEffect(() => {
    if (!question) return;
    capture(true);
    return () => capture(false);
  }, [question, capture]);
  // A page that is left answers no.
  useEffect(() => () => open.current?.(), []);

  /** Resolves to what a key answers. */
  const asked = <T>(text: string, none: T, answerOf: (input: string, isEnter: boolean) => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const answer = (value: T) => {
        open.current = undefined;
        setQuestion(undefined);
        resolve(value);
      };
      open.current = () => resolve(none);
      setQuestion({
        text,
        onKey(input, key) {
          const value = key.escape ? none : answerOf(input, key.return);
          if (value === undefined && !key.escape) return false;
          answer(value as T);
          return true;
        },
      });
    });

  /** Other words for the question that is open. */
  const ask = (text: string): void => setQuestion((open) => open && { ...open, text });

  const feed = async (typed: string): Promise<void> => {
    const path = pathIn(typed);
    if (path === '' || isBusy.current) return;
    isBusy.current = true;
    const shown = oneLine(path);
    const known = new Map<string, Chosen>();
    const request = (doing: string): FeedRequest => ({
      onProgress: (done, total) =>
        total > 0 && say(`${doing} ${shown}: ${Math.floor((100 * done) / total)} %`, 'doing'),
      async askOwner(people, name, guessed) {
        if (known.has(name)) return known.get(name);
        let marked: readonly string[] = [];
        const chosen = await asked<Chosen>(whoQuestion(people, name, guessed), undefined, (input, isEnter) => {
          if (guessed && marked.length === 0 && input === 'a') return 'own';
          if (isEnter && marked.length > 0) return marked;
          const one = /^[1-9]$/.test(input) ? people[Number(input) - 1] : undefined;
          if (!one) return undefined;
          marked = marked.includes(one.name) ? marked.filter((each) => each !== one.name) : [...marked, one.name];
          ask(whoQuestion(people, name, guessed, marked));
          return undefined;
        });
        known.set(name, chosen);
        return chosen;
      },
    });
    const tell = (sentences: readonly string[], many: string): void => {
      // one that is too long for the line below stands whole above it
      const isWhole = sentences.length > 1 || widthOf(oneLine(sentences[0] ?? '')) > width;
      onFed(isWhole ? sentences.map(oneLine) : []);
      say(sentences.length > 1 ? `${count(sentences.length)} ${many}` : isWhole ? '' : (sentences[0] ?? ''));
    };
    try {
      let isUseful = false;
      say(libraryPageTexts.feeding.lookingAt(shown), 'doing');
      const preview = await actions.feed([path], {
        ...request(libraryPageTexts.feeding.looking),
        dryRun: true,
        onOutcome: (outcome) => {
          isUseful ||= outcome === 'rehearsed' || outcome === 'imported';
        },
      });
      if (!isUseful) return tell(preview, libraryPageTexts.feeding.nothingNew);
      onFed(preview.map(oneLine));
      say('');
      const yes = await asked(libraryPageTexts.feeding.confirm(shown), false, (_, isEnter) =>
        isEnter ? true : undefined,
      );
      onFed([]);
      if (!yes) return say(libraryPageTexts.feeding.nothingFed);
      say(libraryPageTexts.feeding.feeding(shown), 'doing');
      tell(await actions.feed([path], request('feeding')), libraryPageTexts.feeding.lookedAt);
    } catch (error) {
      say(messageOf(error), 'refused');
    } finally {
      isBusy.current = false;
    }
  };
  return { feed, question };
}
