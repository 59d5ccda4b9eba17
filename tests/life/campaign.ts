/** Whether the long campaigns run: `npm run test:long` sets this. `npm test` runs a short form of each kind instead. */
export const LONG = process.env['BABY_TESTS_LONG'] === '1';
