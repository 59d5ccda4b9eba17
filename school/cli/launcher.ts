#!/usr/bin/env node
/** The front door: looks at the Node that it was given before anything is loaded that an old one cannot read. */
import { nodeTooOld } from './node-version.ts';

const refusal = nodeTooOld(process.versions.node);
if (refusal) {
  process.stderr.write(refusal + '\n');
  process.exit(1);
}
// Node would open its debugger on this signal: a port of this machine over which other users might run code.
if (process.platform !== 'win32') process.on('SIGUSR1', () => {});
// Before React is loaded: its development build keeps measurements of every frame until memory is full.
if (process.env['NODE_ENV'] === undefined) process.env['NODE_ENV'] = 'production';
import('./main.ts').then(
  (main) => main.main(process.argv.slice(2)),
  (error) => {
    process.stderr.write('babyLLM cannot start: ' + error.message + '\n');
    process.exit(1);
  },
);
