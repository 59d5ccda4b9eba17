/** What stands beside the conversation where there is room: how it speaks, how it feels, and what can be typed. */
import { Box, Text } from 'ink';
import { count } from '../../../statistics/format/numbers.ts';
import { HELP } from '../../chat/commands.ts';
import type { ChatVoice } from '../../chat/run.ts';
import { bear } from '../../raising/mood-face.ts';
import type { Config } from '../../settings/config.ts';
import { type Column, sized } from '../../terminal/cells.ts';
import { hex, oneLine } from '../../text/view-format.ts';
import { Dim } from '../components/dim.tsx';
import { Row, Section } from '../components/widgets.tsx';
import type { PageProps } from '../page.ts';
import { chatPageTexts } from '../texts/chat-page.ts';

/** A total table: every setting of the voice, as an owner would say it. */
const VOICE: { readonly [K in keyof Config['voice']]: string } = {
  temperature: 'temperature',
  topP: chatPageTexts.voice.topP,
  topK: chatPageTexts.voice.topK,
  minP: chatPageTexts.voice.minP,
  repetitionPenalty: chatPageTexts.voice.repetitionPenalty,
  repetitionWindow: chatPageTexts.voice.repetitionWindow,
  maxTokens: chatPageTexts.voice.longestReply,
  storage: chatPageTexts.voice.storedAs,
};

/** Values that let everything pass. */
const OFF: Partial<Config['voice']> = { topP: 1, topK: 0, minP: 0, repetitionPenalty: 1 };

/** Falling asleep is a key of the dashboard. */
const TYPED = HELP.filter(([written]) => written !== '/sleep');

const LABEL = 18;

type SideProps = Pick<PageProps, 'view' | 'width' | 'height' | 'paint'> & { readonly voice: ChatVoice };

export function Side({ view, voice, width, height, paint }: SideProps) {
  const { stats, config } = view;
  const columns: Column[] = [
    { key: 'label', width: LABEL },
    { key: 'value', width: Math.max(1, width - LABEL - 2) },
  ];
  const written = Math.max(...TYPED.map(([text]) => text.length));
  const helpColumns: Column[] = [
    { key: 'written', width: written },
    { key: 'does', width: Math.max(1, width - written - 2) },
  ];
  const settings = config ? (Object.keys(VOICE) as (keyof Config['voice'])[]) : [];
  const voiceHeight = 1 + settings.length + 2;
  const feelHeight = 5;
  const helpHeight = 1 + TYPED.length;
  return (
    <Box flexDirection="column" width={width} height={height} overflow="hidden">
      <Section title={chatPageTexts.howItSpeaks} width={width} height={voiceHeight}>
        {settings.map((key) => {
          const own = key === 'temperature' ? voice.temperature : undefined;
          const usual = config!.voice[key];
          const value = String(own ?? (usual === OFF[key] ? 'off' : usual));
          return (
            <Row
              key={key}
              columns={columns}
              cells={[
                { text: VOICE[key], dim: true },
                { text: own === undefined ? value : chatPageTexts.inThisConversation(value), bold: own !== undefined },
              ]}
            />
          );
        })}
        <Row
          columns={columns}
          cells={[
            { text: 'seed', dim: true },
            voice.seed === undefined
              ? { text: 'none', dim: true }
              : { text: chatPageTexts.inThisConversation(voice.seed), bold: true },
          ]}
        />
      </Section>
      {height >= voiceHeight + feelHeight + helpHeight && (
        <Section title={chatPageTexts.howItIs} width={width} height={feelHeight}>
          {stats ? (
            <>
              <Row columns={columns} cells={[{ text: 'feels', dim: true }, swatch(stats.colour, paint.colours)]} />
              <Row
                columns={columns}
                cells={[{ text: 'expects', dim: true }, swatch(stats.expectedColour, paint.colours)]}
              />
              <Text wrap="truncate">
                {chatPageTexts.stepAndReading(
                  sized(bear(stats, view.standings.loss, view.contact), LABEL),
                  count(stats.step),
                  oneLine(stats.reading) || chatPageTexts.readsNothingYet,
                )}
              </Text>
            </>
          ) : (
            <Dim>{chatPageTexts.firstWords}</Dim>
          )}
        </Section>
      )}
      {height >= voiceHeight + helpHeight && (
        <Section title={chatPageTexts.whatCanBeTyped} width={width} height={helpHeight}>
          {TYPED.map(([text, does]) => (
            <Row key={text} columns={helpColumns} cells={[text, { text: does, dim: true }]} />
          ))}
        </Section>
      )}
    </Box>
  );
}

const swatch = (colour: readonly [number, number, number], colours: boolean) =>
  colours ? { text: '██████', colour: hex(colour) } : { text: hex(colour) };
