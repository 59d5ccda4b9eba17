/** What editors and other programs may ask a baby by the Model Context Protocol: it answers, and nothing is kept, learnt or changed. */
import { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { printable } from '../../library/notices/printable.ts';
import { queryLog } from '../../statistics/query/log.ts';
import { listStatistics } from '../../statistics/query/overview.ts';
import { openForReading } from '../../statistics/query/reader.ts';
import { metricSeries } from '../../statistics/query/series.ts';
import type { Baby } from '../api/contract.ts';
import { LONGEST_TEXT } from '../api/voice-schema.ts';
import { voiceShape } from '../settings/voice-settings.ts';
import { texts } from './texts.ts';

/** Points of a course, and lines of the log, at most. */
const MOST_POINTS = 200;
const MOST_LINES = 200;

/** Whom it is about. */
export interface McpSetup {
  readonly baby: Pick<Baby, 'complete'>;
  readonly name: string;
  readonly owner: string;
  readonly version: string;
  /** the file of its statistics and its log */
  readonly ledger: string;
  /** its state, awake or asleep */
  status(): Promise<object>;
}

const READ_ONLY = { readOnlyHint: true, destructiveHint: false, openWorldHint: false } as const;
const inText = (value: unknown) => ({ content: [{ type: 'text' as const, text: asText(value) }] });
const asText = (value: unknown): string =>
  printable(typeof value === 'string' ? value : JSON.stringify(value, undefined, 1));

/** A server with four tools: `say`, `status`, `stats` and `search_log`. None of them writes. */
export function mcpServer(setup: McpSetup): McpServer {
  const { name, version } = setup;
  const server = new McpServer({ name: `baby-${name}`, version });
  let conversations = 0;

  server.registerTool(
    'say',
    {
      title: texts.say.title(name),
      description: texts.say.does(name),
      inputSchema: z.object({
        text: z.string().min(1).max(LONGEST_TEXT).describe(texts.say.text),
        temperature: voiceShape.temperature.optional(),
        maxTokens: voiceShape.maxTokens.optional(),
      }),
      annotations: READ_ONLY,
    },
    async ({ text, temperature, maxTokens }) => {
      const conversation = `mcp:${process.pid}:${++conversations}`;
      const prompt = [{ speaker: setup.owner, text }];
      const reply = await setup.baby.complete(prompt, { conversation, temperature, maxTokens, whole: true });
      return inText(reply.text);
    },
  );

  server.registerTool(
    'status',
    {
      title: texts.status.title(name),
      description: texts.status.does(name),
      inputSchema: z.object({}),
      annotations: READ_ONLY,
    },
    async () => inText(await setup.status()),
  );

  server.registerTool(
    'stats',
    {
      title: texts.stats.title(name),
      description: texts.stats.does(name, MOST_POINTS),
      inputSchema: z.object({
        name: z.string().max(200).optional().describe(texts.stats.name),
        hours: z.number().positive().max(1e6).optional().describe(texts.stats.hours),
      }),
      annotations: READ_ONLY,
    },
    async ({ name: statistic, hours }) =>
      inLedger(setup.ledger, (ledger) => {
        if (statistic === undefined) return listStatistics(ledger);
        const since = hours === undefined ? {} : { since: Date.now() - hours * 3_600_000 };
        const { points } = metricSeries(ledger, statistic, { points: MOST_POINTS, ...since });
        return points.map(({ ts, step, value }) => ({ time: new Date(ts).toISOString(), step, value }));
      }),
  );

  server.registerTool(
    'search_log',
    {
      title: texts.log.title(name),
      description: texts.log.does(name, MOST_LINES),
      inputSchema: z.object({
        text: z.string().max(1000).optional().describe(texts.log.text),
        level: z.enum(['debug', 'info', 'warn', 'error']).optional().describe(texts.log.level),
        lines: z.int().min(1).max(MOST_LINES).optional(),
      }),
      annotations: READ_ONLY,
    },
    async ({ text, level, lines = 50 }) =>
      inLedger(setup.ledger, (ledger) =>
        queryLog(ledger, { grep: text, limit: lines, ...(level && { level }) })
          .map(({ ts, level: its, scope, message }) => `${new Date(ts).toISOString()} ${its} ${scope}: ${message}`)
          .join('\n'),
      ),
  );
  return server;
}

/** What a question to the ledger gives, or one sentence of what was wrong with it. */
function inLedger(file: string, ask: (ledger: ReturnType<typeof openForReading>) => unknown) {
  const ledger = openForReading(file);
  try {
    return inText(ask(ledger));
  } catch (error) {
    return { ...inText((error as Error).message), isError: true };
  } finally {
    ledger.close();
  }
}
