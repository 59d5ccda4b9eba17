/** Every sentence that this room says, and the names of acts and of the reasons for which souls are kept. */
import { count } from '../../statistics/format/numbers.ts';

export const texts = {
  /** What an act is called, as a noun clause. `acts.json` stores it. */
  feeding: (of: string) => `feeding ${of}`,
  correction: (id: string) => `the correction ${id}`,
  setting: (key: string) => `the setting ${key}`,
  goingBack: (soul: string) => `going back to ${soul}`,
  removing: (name: string) => `removing ${name}`,
  /** The reason for which a soul is kept. Its label stores it. */
  before: (act: string) => `before ${act}`,

  /** What undoing an act does, or has done, as clauses of one sentence. */
  namesOfTexts: (first: string, others: number) => (others === 0 ? first : `${first} and ${count(others)} more`),
  leavesLibrary: (names: string) => `${names} leaves the library`,
  leftLibrary: (names: string) => `${names} left the library`,
  comesBackIntoLibrary: (names: string) => `${names} comes back into the library`,
  cameBackIntoLibrary: (names: string) => `${names} came back into the library`,
  changedByHand: (name: string) => `${name} was changed by hand since, and stays`,
  notInTrash: (name: string) => `${name} is not in the trash any more`,
  examplesTakenOut: (ids: string, source: string) => `${ids} is taken out of ${source}`,
  examplesComeBack: (ids: string, source: string) => `${ids} comes back into ${source}`,
  examplesAreBack: (ids: string, source: string) => `${ids} is back in ${source}`,
  settingIsAgain: (key: string, value: string) => `${key} is ${value} again`,
  habitForgotten: (name: string) => `the habit ${name} is forgotten`,
  habitComesBack: (name: string) => `the habit ${name} comes back`,
  habitIsBack: (name: string) => `the habit ${name} is back`,
  habitNotInTrash: (name: string) => `the habit ${name} is not in the trash any more`,
  habitSwitched: (name: string, isOn: boolean) => `the habit ${name} is ${isOn ? 'on' : 'off'} again`,
  soulNotKept: 'its weights keep what they learnt, for the soul before it is not kept any more',
  goesOnAtCost: (soul: string, steps: number) =>
    `it goes on from ${soul}, which costs ${steps > 0 ? `${count(steps)} ${steps === 1 ? 'step' : 'steps'} of learning` : 'no learning'}`,
  goesOn: (soul: string, step: number, stepsBack: number) =>
    `it goes on from ${soul}, step ${count(step)}${stepsBack > 0 ? ` (${count(stepsBack)} steps back)` : ''}`,
  nothingLeft: 'Nothing is left of it to undo.',

  /** Why something was not done. */
  nothingToUndo: 'There is nothing to undo: no act of its owner is written down.',
  noSuchAct: (id: number) => `There is no act ${id} that could be undone: \`baby undo --list\` shows all of them.`,
  alreadyUndone: (id: number, act: string) => `Act ${id}, ${act}, is undone already.`,
  stillGoesOn: (id: number, act: string) => `Act ${id}, ${act}, still goes on: try again in a moment.`,
  staysInLibrary: (name: string, why: string | undefined) =>
    `${name} stays in the library: ${why ?? 'it is not there'}.`,
  noSoulKept: (act: string, why: string) => `No soul is kept before ${act}: ${why}`,
  cannotBeUndone: (act: string, why: string) => `${act} cannot be undone with \`baby undo\`: ${why}.`,
  damagedActs: (aside: string) =>
    `acts.json was damaged and is set aside as ${aside}: acts before this one cannot be undone with \`baby undo\`.`,
} as const;
