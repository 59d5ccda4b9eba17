/** What the page shows that does not come as an event: looked up in the ledger, the souls and the settings of the home. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { SoulContent } from '../../../soul/checkpoint.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { bestOf } from '../../../soul/retention.ts';
import { readWhole } from '../../../soul/whole-soul.ts';
import { LEVELS, type Level } from '../../../statistics/ledger/schema.ts';
import { curveOf } from '../../../statistics/query/curve.ts';
import { paperOfExams } from '../../../statistics/query/exam-sets.ts';
import type { LiveLedger } from '../../../statistics/query/live-ledger.ts';
import { queryLog } from '../../../statistics/query/log.ts';
import { marksOf } from '../../../statistics/query/marks.ts';
import type { Status } from '../../api/messages.ts';
import type { Home } from '../../home/home.ts';
import { speakingPart } from '../../interchange/speaking-soul.ts';
import { type Config, loadConfig } from '../../settings/config.ts';
import { GROUPS } from '../../settings/meanings.ts';
import { listSettings } from '../../settings/settings-list.ts';
import { temperatureOf } from '../../settings/voice-settings.ts';
import { babbleOf, conversationOf, diaryOf } from '../../text/ledger-words.ts';
import { soulMarks } from '../../text/soul-marks.ts';
import { Refusal } from '../refusal.ts';
import { httpTexts } from '../texts.ts';
import { type Countenance, CURVE_NAMES, type Opening, type SoulLine } from './messages.ts';
import type { WindowOptions } from './served-window.ts';

const HOUR = 3_600_000;
const SPAN = 24 * HOUR;
const POINTS = 300;
const MOST_CHAT = 200;
const MOST_MARKS = 200;
const LOG_LINES = 200;

export async function opening(
  { baby, home, owner, wake }: WindowOptions,
  past: LiveLedger,
  countenance: Countenance,
): Promise<Opening> {
  const status: Status | undefined = await baby.status?.();
  const config: Config = status?.config ?? (await loadConfig(home));
  past.open();
  const { ledger } = past;
  const exams = ledger ? paperOfExams(ledger) : undefined;
  const curves = CURVE_NAMES.map((name) => {
    const from = name === 'exam' ? exams?.since : undefined;
    const spots = ledger ? curveOf(ledger, name, SPAN, POINTS, from) : [];
    // an exam counts until the next one: between them its curve has no spots
    return [name, name === 'exam' ? spots.filter(({ value }, i) => value !== spots[i - 1]?.value) : spots];
  });
  return {
    ...countenance,
    awake: baby.watch !== undefined,
    speaks: baby.say !== undefined,
    canWake: baby.watch === undefined && wake !== undefined,
    introduction: status?.introduction ?? baby.introduction,
    owner,
    voice: {
      temperature: temperatureOf(config.voice, status?.stats?.fittedTemperature),
      maxTokens: config.voice.maxTokens,
    },
    stats: status?.stats ?? null,
    curves: Object.fromEntries(curves),
    marks: ledger ? marksOf(ledger, MOST_MARKS) : [],
    babble: ledger ? babbleOf(ledger) : [],
    chat: ledger ? conversationOf(ledger, MOST_CHAT) : [],
    diary: ledger ? diaryOf(ledger) : '',
  };
}

/** Newest first. */
export function souls({ home }: WindowOptions): SoulLine[] {
  const infos = new Keeper({ folder: home.soul }).list();
  const best = bestOf(infos)?.name;
  return infos.map((info, i) => ({
    name: info.name,
    step: info.step,
    savedAt: info.savedAt,
    bytes: info.bytes,
    exam: info.score ?? null,
    keptAs: info.keptAs ?? null,
    marks: soulMarks(info, { newest: i === 0, best: info.name === best }),
  }));
}

/** What the newest soul speaks with. @throws Refusal 409 before the first */
export function newestSoul({ home }: WindowOptions): SoulContent {
  const [newest] = new Keeper({ folder: home.soul }).list();
  if (!newest) throw new Refusal(409, httpTexts.page.noSoulYet);
  return speakingPart(readWhole(newest.folder));
}

/** Every setting with its meaning and range, by group. */
export async function settings({ baby, home }: WindowOptions): Promise<object> {
  const config = (await baby.status?.())?.config ?? (await loadConfig(home));
  return { groups: GROUPS, rows: listSettings(config, written(home)) };
}

/** baby.json as it stands; undefined where it cannot be read, which `loadConfig` reports. */
function written({ config }: Home): unknown {
  try {
    return JSON.parse(readFileSync(config, 'utf8'));
  } catch {
    return undefined;
  }
}

export const logQuery = z.strictObject({
  level: z.enum(Object.keys(LEVELS) as [Level]).optional(),
  scope: z.string().max(100).optional(),
  text: z.string().max(200).optional(),
  before: z.coerce.number().int().positive().optional(),
});

/** Newest first. */
export function log(past: LiveLedger, { level, scope, text, before }: z.output<typeof logQuery>): object {
  past.open();
  if (!past.ledger) return { lines: [] };
  const lines = queryLog(past.ledger, {
    limit: LOG_LINES,
    ...(level && { level }),
    ...(scope && { scope }),
    ...(text && { grep: text }),
    ...(before !== undefined && { before }),
  });
  return { lines: lines.toReversed() };
}
