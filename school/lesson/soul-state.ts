/** What a soul says of itself, to be shown. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeExactly } from '../../soul/exact-json.ts';
import type { CheckpointInfo } from '../../soul/keeper.ts';
import { STATE_FILE } from '../../soul/manifest.ts';
import { currentState, type SoulState } from '../training/checkpoint.ts';

/**
 * Only its state is read, and nothing is checked or moved, so that it works while another process holds the home. undefined where there is
 * no soul, or it cannot be read: a wake will say what is wrong.
 */
export function stateOf(soul: CheckpointInfo | undefined): Partial<SoulState> | undefined {
  if (!soul) return undefined;
  try {
    const stored = decodeExactly(readFileSync(join(soul.folder, STATE_FILE), 'utf8'));
    return currentState(stored) ?? (stored as Partial<SoulState>);
  } catch {
    return undefined;
  }
}
