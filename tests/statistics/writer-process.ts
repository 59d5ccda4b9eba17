// Writes into the ledger of a folder until it is killed, and says after each flush how many values are on the disk.
import { Ledger } from '../../statistics/ledger/ledger.ts';

const ledger = Ledger.open({
  folder: process.argv[2],
  flushEvery: 0,
  onNote: (level, message) => say(`${level} ${message}`),
});
const say = (text: string): void => void process.stdout.write(`${text}\n`);
ledger.beginRun();
let written = 0;
function go(): void {
  for (let i = 0; i < 50; i++, written++) {
    ledger.record(written, { loss: written, exact: 0.5 });
    ledger.log('info', 'writer', `value ${written}`);
  }
  ledger.flush();
  say(`${written}`);
  setTimeout(go, 2);
}
go();
