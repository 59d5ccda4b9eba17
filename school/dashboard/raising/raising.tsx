/** The page about its raising: what it reflects on, what the scribe says, how its voice changed, what it learns from. */
import { Box, useInput } from 'ink';
import { useMemo, useState } from 'react';
import { momentOf } from '../../../statistics/format/time.ts';
import { raisingTexts } from '../../raising/texts/raising.ts';
import type { Column } from '../../terminal/cells.ts';
import { besideIn } from '../../terminal/columns.ts';
import { clipped } from '../../terminal/text-width.ts';
import { wordRows } from '../../terminal/wrap.ts';
import { againLine } from '../../text/raising-lines.ts';
import { oneLine } from '../../text/view-format.ts';
import { AnswerLine, useAnswer } from '../components/answer.tsx';
import { Dim } from '../components/dim.tsx';
import { Pieces } from '../components/pieces.tsx';
import { Typing } from '../components/typing.tsx';
import { Row, Rule, Section, Sheet } from '../components/widgets.tsx';
import { WORDS } from '../glossary.ts';
import type { Page, PageProps, Paint } from '../page.ts';
import { isGone } from '../state/snapshot.ts';
import { raisingPageTexts } from '../texts/raising-page.ts';
import { shellTexts } from '../texts/shell.ts';
import { useRaised } from './model.ts';
import { ANSWER, dialogueRows, type RaisedRow, remarkRows, sourceRows, sourceWords, voiceRows } from './rows.ts';

/** From this width on its voice and its sources stand beside the rest. */
const WIDE = 130;
const BETWEEN = 3;
/** Rows of the journal, and of what was asked or typed. */
const JOURNAL = 2;
const FOOT = 1;

const SOURCES: readonly Column[] = [
  { key: 'source', width: 12 },
  { key: 'weight', width: 6, align: 'right' },
  { key: 'share', width: 7, align: 'right' },
  { key: 'learnt', width: 7, align: 'right' },
  { key: 'holds', width: 7, align: 'right' },
  { key: 'tokens', width: 7, align: 'right' },
];

function Body({ view, width, height, paint, actions, ledger, capture, begin }: PageProps) {
  const wide = width >= WIDE;
  const left = wide ? Math.floor((width - BETWEEN) * 0.55) : width;
  const right = wide ? width - BETWEEN - left : width;
  const beside = besideIn(right, ANSWER);
  const { dialogues, remarks, voices, sources, problem } = useRaised({ view, ledger, actions }, beside);
  const [back, setBack] = useState(0);
  const [writing, setWriting] = useState(begin === 'journal' && (view.contact === 'awake' || isGone(view.contact)));
  const { said, ask, say } = useAnswer();

  const at = Math.min(back, Math.max(0, dialogues.length - 1));
  useInput(
    (input, key) => {
      if (key.ctrl || key.meta) return;
      if (input === 'j' || key.downArrow) setBack(Math.min(at + 1, Math.max(0, dialogues.length - 1)));
      else if (input === 'k' || key.upArrow) setBack(Math.max(0, at - 1));
      else if (input === 'w') {
        if (view.contact === 'awake' || isGone(view.contact)) setWriting(true);
        else say(shellTexts.waitAMoment, 'refused');
      }
    },
    { isActive: !writing },
  );
  const write = async (text: string) => {
    setWriting(false);
    if (text.trim() !== '') await ask(raisingPageTexts.writing, () => actions.journal(text));
  };

  const again = againLine(view.probes?.values ?? {});
  const now = view.raised.at(-1)?.time ?? Date.now();
  const body = height - JOURNAL - FOOT;
  const learnt = sourceWords(sources);
  const words = [
    ...(again === '' ? [] : [again]),
    raisingPageTexts.learnsFrom(learnt[0] ?? raisingPageTexts.itsLibrary),
    ...learnt.slice(1),
  ];
  const inFewRows = wordRows(words, width);
  const layout = layoutOf(body, wide, wide ? sources.length + (again === '' ? 0 : 1) : inFewRows.length);
  const shownDialogues = useMemo(
    () => dialogues.slice(at).flatMap((one) => dialogueRows(one, left, now)),
    [dialogues, at, left, now],
  );
  const shownRemarks = useMemo(() => remarkRows(remarks, left, now), [remarks, left, now]);
  const shownVoices = useMemo(() => voiceRows(voices, right), [voices, right]);
  const place = dialogues.length > 0 ? raisingPageTexts.position(at + 1, dialogues.length) : '';
  const talk = (
    <>
      <Part
        title={raisingPageTexts.itReflects}
        note={place}
        rows={shownDialogues}
        none={raisingPageTexts.whenItReflects}
        {...{ width: left, height: layout.reflection, paint }}
      />
      <Part
        title={raisingPageTexts.theScribe}
        rows={shownRemarks}
        none={raisingPageTexts.whenTheScribeSpeaks}
        {...{ width: left, height: layout.scribe, paint }}
      />
    </>
  );
  const voice = (
    <Part
      title={raisingPageTexts.itsVoice}
      rows={shownVoices}
      none={raisingPageTexts.whenItsVoiceIsKept}
      {...{ width: right, height: layout.voice, paint }}
    />
  );
  return (
    <Sheet width={width} height={height}>
      <Rule title="journal" note={view.journal ? momentOf(view.journal.time, now) : ''} width={width} />
      <Dim wrap="truncate" isDim={!view.journal}>
        {clipped(
          view.journal ? oneLine(view.journal.text) : raisingPageTexts.writesItDown(raisingTexts.journalQuestion),
          width,
        )}
      </Dim>
      <Box flexDirection={wide ? 'row' : 'column'} height={body} flexShrink={0}>
        <Box flexDirection="column" width={left} flexShrink={0}>
          {talk}
          {!wide && voice}
          {!wide &&
            inFewRows.slice(0, layout.sources).map((row) => (
              <Dim key={row} wrap="truncate">
                {clipped(row, width)}
              </Dim>
            ))}
        </Box>
        {wide && <Box width={BETWEEN} flexShrink={0} />}
        {wide && (
          <Box flexDirection="column" width={right} flexShrink={0}>
            {voice}
            <Section title={raisingPageTexts.whatItLearnsFrom} width={right} height={layout.sources}>
              <Row columns={SOURCES} cells={SOURCES.map(({ key }) => ({ text: key, dim: true }))} />
              {sourceRows(sources)
                .slice(0, Math.max(0, layout.sources - (again === '' ? 2 : 3)))
                .map((cells) => (
                  <Row key={cells[0]} columns={SOURCES} cells={cells} />
                ))}
              {again !== '' && <Dim wrap="truncate">{clipped(again, right)}</Dim>}
            </Section>
          </Box>
        )}
      </Box>
      {writing ? (
        <Typing
          label="journal"
          hint={raisingTexts.journalQuestion}
          width={width}
          colours={paint.colours}
          capture={capture}
          onEnter={write}
          onLeave={() => setWriting(false)}
        />
      ) : (
        <AnswerLine said={problem === '' ? said : { text: problem, kind: 'refused' }} paint={paint} />
      )}
    </Sheet>
  );
}

interface PartProps {
  readonly title: string;
  readonly note?: string;
  readonly rows: readonly RaisedRow[];
  readonly none: string;
  readonly width: number;
  readonly height: number;
  readonly paint: Paint;
}

function Part({ title, note = '', rows, none, width, height, paint }: PartProps) {
  const seen = rows.slice(0, Math.max(0, height - 1));
  return (
    <Section title={title} note={note} width={width} height={height}>
      {seen.length === 0 && height > 1 && <Dim wrap="truncate">{clipped(none, width)}</Dim>}
      {seen.map((row, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a text have no names
        <Pieces key={i} pieces={row.map(({ step = null, ...piece }) => ({ ...piece, colour: paint.step(step) }))} />
      ))}
    </Section>
  );
}

/** Of what it learns from, where that is no table. */
const MOST_SOURCE_ROWS = 3;

/** Rows of each part, its rule among them; parts without room have none. @param sources rows of what it learns from */
function layoutOf(height: number, wide: boolean, sources: number) {
  const room = Math.max(0, height);
  if (wide) {
    const table = Math.min(sources + 2, Math.floor(room / 2));
    const reflection = Math.ceil(room * 0.6);
    return { reflection, scribe: room - reflection, voice: room - table, sources: table };
  }
  const line = room > 10 ? Math.min(sources, room > 14 ? MOST_SOURCE_ROWS : 1) : 0;
  const reflection = Math.min(room, Math.max(3, Math.ceil((room - line) * 0.4)));
  const scribe = Math.min(room - reflection, Math.max(2, Math.floor((room - line) * 0.25)));
  return { reflection, scribe, voice: Math.max(0, room - line - reflection - scribe), sources: line };
}

export const raising: Page = {
  key: 'raising',
  title: 'Raising',
  keys: [
    ['j k', raisingPageTexts.keys.olderNewer],
    ['w', raisingPageTexts.keys.writeJournal],
  ],
  words: WORDS.raising,
  Body,
};
