/** The baby in a terminal: what it says goes up and stays, how it is stands at the bottom, and below that its owner types. */
import { setTimeout } from 'node:timers/promises';
import { Box, render, Static, Text, useInput, usePaste, useWindowSize } from 'ink';
import { useReducer, useRef, useSyncExternalStore } from 'react';
import type { Life, Stats } from '../messages.ts';
import { type Edit, type EditedLine, EMPTY_LINE, edit, textOf } from './line-editor.ts';
import { feelingLine, fitting, learningLine, type Part } from './view-format.ts';
import { type Shown, ViewStore } from './view-store.ts';

export interface ViewOptions {
  /** Whose words the typed ones are. */
  readonly owner: string;
  readonly colours: boolean;
  /** Aborted when the process is asked to end. */
  readonly signal: AbortSignal;
  /** Ctrl-C as a key; the first time it should abort the signal. */
  readonly onInterrupt: () => void;
  readonly stdin?: NodeJS.ReadStream;
  readonly stdout?: NodeJS.WriteStream;
}

/** Shows a life until it is over. Never rejects: how it went, the life says. */
export async function runView(life: Life, options: ViewOptions): Promise<void> {
  const { stdin = process.stdin, stdout = process.stdout, signal } = options;
  const store = new ViewStore(life, options.owner);
  const instance = render(
    <View store={store} name={life.introduction.name} colours={options.colours} onInterrupt={options.onInterrupt} />,
    { stdin, stdout, exitOnCtrlC: false, interactive: true },
  );
  const asleep = new Promise<void>((resolve) => {
    const unsubscribe = store.subscribe(() => {
      if (store.snapshot().phase !== 'asleep') return;
      unsubscribe();
      resolve();
    });
  });
  const onAbort = () => store.sleep();
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await asleep;
    // A terminal that is gone flushes nothing any more, and must not keep the process.
    await Promise.race([instance.waitUntilRenderFlush(), setTimeout(1000, undefined, { ref: false })]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    store.close();
    instance.unmount();
  }
}

export interface ViewProps {
  readonly store: ViewStore;
  readonly name: string;
  readonly colours: boolean;
  readonly onInterrupt: () => void;
}

export function View({ store, name, colours, onInterrupt }: ViewProps) {
  const { lines, stats, speaking, phase } = useSyncExternalStore(store.subscribe, store.snapshot);
  const { columns } = useWindowSize();
  // One column stays free: some terminals scroll when the last one of the last row is written.
  const width = Math.max(10, columns - 1);
  return (
    <>
      <Static items={lines as Shown[]}>
        {(line) => <HistoryLine key={line.id} line={line} name={name} colours={colours} width={width} />}
      </Static>
      {phase !== 'asleep' && (
        <Box flexDirection="column" width={width}>
          {speaking !== undefined && <Text>{`${name}> ${tail(speaking, width)}▌`}</Text>}
          <Status stats={stats} colours={colours} width={width} />
          <Prompt saving={phase === 'saving'} onEnter={(text) => store.enter(text)} onInterrupt={onInterrupt} />
        </Box>
      )}
    </>
  );
}

/** The end of a reply that is being spoken, so that it never fills the screen. The whole of it stays when it is over. */
function tail(text: string, width: number): string {
  const most = width * 4;
  const lines = text.trimStart().split('\n').slice(-5).join('\n');
  return lines.length > most ? `…${lines.slice(-most)}` : lines;
}

const PAINT = { news: 'gray', warning: 'yellow', error: 'red' } as const;

function HistoryLine({ line, name, colours, width }: { line: Shown; name: string; colours: boolean; width: number }) {
  const { kind, text, colour } = line;
  const box = (content: React.ReactNode) => <Box width={width}>{content}</Box>;
  if (kind === 'you') return box(<Text bold>{`you> ${text}`}</Text>);
  if (kind === 'reply') return box(<Text>{`${name}> ${text}`}</Text>);
  if (kind === 'babble')
    return box(
      <Text dimColor {...(colours && colour ? { color: colour } : {})}>
        {text}
      </Text>,
    );
  return box(<Text {...(colours ? { color: PAINT[kind] } : {})}>{text}</Text>);
}

function Status({ stats, colours, width }: { stats: Stats | null; colours: boolean; width: number }) {
  if (!stats) return <Text dimColor>{'reads its first words…\n '}</Text>;
  return (
    <>
      <StatusLine parts={fitting(learningLine(stats), width)} />
      <StatusLine parts={fitting(feelingLine(stats, colours), width)} />
    </>
  );
}

function StatusLine({ parts }: { parts: readonly Part[] }) {
  return (
    <Text wrap="truncate-end">
      {parts.map((part, index) => (
        <Text key={part.text}>
          {index > 0 && <Text dimColor> · </Text>}
          <Text {...(part.colour ? { color: part.colour } : {})}>{part.text}</Text>
        </Text>
      ))}
    </Text>
  );
}

interface PromptProps {
  readonly saving: boolean;
  readonly onEnter: (text: string) => void;
  readonly onInterrupt: () => void;
}

function Prompt({ saving, onEnter, onInterrupt }: PromptProps) {
  // Kept beside React's state: several keys may come before the next drawing, and each must see what the one before it did.
  const current = useRef(EMPTY_LINE);
  const [line, show] = useReducer((_: EditedLine, next: EditedLine) => next, EMPTY_LINE);
  const change = (by: Edit) => {
    current.current = edit(current.current, by);
    show(current.current);
  };
  const enter = () => {
    const text = textOf(current.current);
    change({ kind: 'enter' });
    onEnter(text);
  };
  usePaste((text) => change({ kind: 'insert', text }));
  useInput((input, key) => {
    if (key.ctrl && (input === 'c' || (input === 'd' && current.current.characters.length === 0))) return onInterrupt();
    if (saving) return;
    if (key.return) return enter();
    const kind = kindOf(input, key);
    if (kind) return change({ kind });
    if (key.ctrl || key.meta || key.escape || key.tab) return;
    // What is typed ahead of a busy terminal comes in one piece, line ends and all.
    input.split(/\r\n?|\n/).forEach((piece, index) => {
      if (index > 0) enter();
      if (piece !== '') change({ kind: 'insert', text: piece });
    });
  });
  if (saving) return <Text dimColor>Ctrl-C again leaves at once, without saving.</Text>;
  const at = line.characters[line.cursor] ?? ' ';
  return (
    <Box>
      <Text bold>{'you> '}</Text>
      <Box flexShrink={1}>
        <Text wrap="truncate-start">{line.characters.slice(0, line.cursor).join('')}</Text>
      </Box>
      <Text inverse>{at}</Text>
      <Box flexShrink={1}>
        <Text wrap="truncate-end">{line.characters.slice(line.cursor + 1).join('')}</Text>
      </Box>
    </Box>
  );
}

type Key = Parameters<Parameters<typeof useInput>[0]>[1];
type SimpleEdit = Exclude<Edit, { kind: 'insert' }>['kind'];

const WITH_CTRL: { readonly [letter: string]: SimpleEdit } = {
  a: 'start',
  e: 'end',
  u: 'to-start',
  k: 'to-end',
  w: 'word-back',
  b: 'left',
  f: 'right',
  d: 'delete',
  h: 'backspace',
  p: 'older',
  n: 'newer',
};

function kindOf(input: string, key: Key): SimpleEdit | undefined {
  if (key.ctrl) return WITH_CTRL[input];
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.upArrow) return 'older';
  if (key.downArrow) return 'newer';
  if (key.home) return 'start';
  if (key.end) return 'end';
  if (key.backspace) return key.meta ? 'word-back' : 'backspace';
  if (key.delete) return 'delete';
  return undefined;
}
