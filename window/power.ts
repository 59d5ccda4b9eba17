/** The button that wakes the baby, or lets it fall asleep. */
import { doing, fill } from './dom.ts';
import { call, send } from './link.ts';
import type { Store, View } from './store.ts';
import { pageTexts } from './texts/page.ts';

/** Makes a button do what there is to do: a baby that sleeps is woken, one that is awake is let fall asleep by a second click. */
export function powerButton(button: HTMLButtonElement, store: Store): void {
  let isSure = false;
  const show = ({ contact, opening }: View): void => {
    const canSleep = contact === 'awake';
    isSure &&= canSleep;
    button.hidden = !(canSleep || (contact === 'asleep' && opening?.canWake));
    fill(button, canSleep ? (isSure ? pageTexts.sleep.sure : pageTexts.sleep.button) : pageTexts.sleep.wake);
  };
  button.addEventListener('click', () => {
    if (store.view.contact !== 'awake') return void doing(button, wake);
    if (isSure) return void doing(button, sleep);
    isSure = true;
    show(store.view);
  });
  button.addEventListener('blur', () => {
    isSure = false;
    show(store.view);
  });

  async function wake(): Promise<string> {
    const { contact, why } = store.view;
    store.change({ contact: 'connecting', why: pageTexts.sleep.isWaking });
    try {
      await send('wake');
    } catch (error) {
      store.change({ contact, why });
      throw error;
    }
    return pageTexts.sleep.isAwake;
  }

  async function sleep(): Promise<string> {
    isSure = false;
    await call('sleep');
    return pageTexts.sleep.asleep;
  }

  store.subscribe(show);
}
