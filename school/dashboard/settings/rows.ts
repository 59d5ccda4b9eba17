/** Settings by group, as rows of a list. Pure. */
import { GROUPS, type Group } from '../../settings/meanings.ts';
import type { SettingRow } from '../../settings/settings-list.ts';
import { settingsPageTexts } from '../texts/settings-page.ts';

/** A title above a group, or a setting. */
export type SettingLine = { readonly title: string } | { readonly setting: SettingRow };

export const isChanged = ({ value, default: usual }: SettingRow): boolean =>
  JSON.stringify(value) !== JSON.stringify(usual);

/** @param search only settings with this in their name or meaning; '' for all */
export function settingRows(all: readonly SettingRow[], search: string): SettingLine[] {
  const word = search.toLowerCase();
  const found = all.filter(({ key, means }) => `${key} ${means}`.toLowerCase().includes(word));
  return (Object.entries(GROUPS) as [Group, string][]).flatMap(([group, title]) => {
    const members = found.filter((row) => row.group === group);
    return members.length === 0 ? [] : [{ title }, ...members.map((setting) => ({ setting }))];
  });
}

/** When a change counts, in a word. */
export const whenOf = ({ isLive }: SettingRow): string =>
  isLive ? settingsPageTexts.atOnce : settingsPageTexts.nextWake;
