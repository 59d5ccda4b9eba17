/** Acts of the owner while the baby sleeps, told to its log. */
import { printable } from '../../library/notices/printable.ts';
import type { Acts } from '../acts/acts.ts';
import { openOfflineActs } from '../daemon/offline-acts.ts';
import { recordRestore } from '../daemon/offline-model.ts';
import type { Home } from '../home/home.ts';
import { type Setting, sentenceOfSetting } from '../settings/settings.ts';
import { writeIntoLedger } from './ledger-file.ts';

/** @param home which is held meanwhile */
export const offlineActs = (home: Home): Promise<Acts> =>
  openOfflineActs(home, {
    note: (sentence) => void process.stderr.write(`${printable(sentence)}\n`),
    wentBack: (back) => writeIntoLedger(home, (ledger) => recordRestore(ledger, back)),
    onSetting: (setting) => recordSetting(home, setting),
  });

export function recordSetting(home: Home, setting: Setting): void {
  writeIntoLedger(home, (ledger) => {
    ledger.log('info', 'settings', sentenceOfSetting(setting));
    ledger.event('setting', setting);
  });
}
