/** Its mood in a few words: the dashboard and the baby itself go by the same rules. */
export { moodOf } from '../raising/mood.ts';
