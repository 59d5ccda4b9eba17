/** One line in which something is typed, at the foot of a page: what to search for, a path. */
import { Box, Text, useInput, usePaste } from 'ink';
import { useEffect, useReducer, useRef } from 'react';
import { type Edit, type EditedLine, EMPTY_LINE, edit, textOf } from '../../terminal/line-editor.ts';
import { editOf, isText } from '../keys.ts';
import type { Capture } from '../page.ts';
import { Dim } from './dim.tsx';

export interface TypingProps {
  /** `search`, of narrow characters */
  readonly label: string;
  /** shown dimly while nothing is typed */
  readonly hint?: string;
  readonly first?: string;
  readonly width: number;
  readonly colours: boolean;
  /** PageProps.capture: the letters are its own for as long as it is there */
  readonly capture: Capture;
  readonly onChange?: (text: string) => void;
  /** what Tab makes of the text; left out: Tab turns the page */
  readonly complete?: (text: string) => string;
  readonly onEnter: (text: string) => void;
  /** Escape: what was typed is not wanted */
  readonly onLeave: () => void;
}

export function Typing(props: TypingProps) {
  const { label, hint = '', first = '', width, colours, capture } = props;
  // Kept beside React's state: several keys may come before the next drawing, and each must see what the one before it did.
  const current = useRef<EditedLine>(edit(EMPTY_LINE, { kind: 'insert', text: first }));
  const [line, show] = useReducer((_: EditedLine, next: EditedLine) => next, current.current);
  useEffect(() => {
    capture(true);
    return () => capture(false);
  }, [capture]);
  const change = (by: Edit) => {
    const before = textOf(current.current);
    current.current = edit(current.current, by);
    show(current.current);
    const text = textOf(current.current);
    if (text === before) return;
    // Where nothing is typed there is nothing to complete, and Tab turns the page.
    if (props.complete && (text === '') !== (before === '')) capture(true, undefined, text !== '');
    props.onChange?.(text);
  };
  const complete = () => {
    const text = textOf(current.current);
    const completed = text === '' ? text : props.complete?.(text);
    if (completed === undefined || completed === text) return;
    change({ kind: 'end' });
    change({ kind: 'to-start' });
    change({ kind: 'insert', text: completed });
  };
  usePaste((text) => change({ kind: 'insert', text }));
  useInput((input, key) => {
    if (key.escape) return props.onLeave();
    if (key.tab && !key.shift) return complete();
    if (key.return) return props.onEnter(textOf(current.current));
    const kind = editOf(input, key);
    if (kind) return change({ kind });
    if (!isText(input, key)) return;
    // Where keys came faster than they were read, the line's end comes in one piece with its letters.
    const [text, ...more] = input.split(/\r\n?|\n/);
    if (text !== '') change({ kind: 'insert', text });
    if (more.length > 0) props.onEnter(textOf(current.current));
  });
  const at = line.characters[line.cursor] ?? ' ';
  return (
    <Box width={width} height={1} flexShrink={0} overflow="hidden">
      <Box flexShrink={0}>
        <Text bold>{`${label}> `}</Text>
      </Box>
      <Box flexShrink={1}>
        <Text wrap="truncate-start">{line.characters.slice(0, line.cursor).join('')}</Text>
      </Box>
      <Box flexShrink={0}>
        <Text inverse>{colours ? at : `▏${at}`}</Text>
      </Box>
      <Box flexShrink={1}>
        <Dim wrap="truncate-end" isDim={line.characters.length === 0}>
          {line.characters.length === 0 ? hint : line.characters.slice(line.cursor + 1).join('')}
        </Dim>
      </Box>
    </Box>
  );
}
