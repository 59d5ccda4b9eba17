/** Where each statistic stands in its own history: the dashboard and the baby itself judge alike. */
export { Standings } from '../raising/standings.ts';
