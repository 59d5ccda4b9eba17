/** Taking the mouse of the terminal, and giving the terminal back to the shell for a while. */
import { useApp, useStdout } from 'ink';
import { useEffect } from 'react';
import { MOUSE_OFF, MOUSE_ON } from '../terminal/mouse.ts';

/** Whether a stream is a terminal, which takes more than text. */
export const isTerminal = (stream: object): boolean => 'isTTY' in stream && stream.isTTY === true;

/** Asks the terminal for the mouse as long as it is wanted. @returns whether it is */
export function useMouse(wanted: boolean): boolean {
  const { stdout } = useStdout();
  useEffect(() => {
    if (!wanted || !isTerminal(stdout)) return;
    const letGo = () => void stdout.write(MOUSE_OFF);
    stdout.write(MOUSE_ON);
    // Also where the process breaks off: a terminal whose mouse is taken can hardly be used.
    process.on('exit', letGo);
    return () => {
      process.off('exit', letGo);
      letGo();
    };
  }, [wanted, stdout]);
  return wanted;
}

/** @returns what Ctrl-Z does: the shell has the terminal until it brings this process back */
export function useSuspend(takesMouse: boolean): () => Promise<void> {
  const { suspendTerminal } = useApp();
  const { stdout } = useStdout();
  return async () => {
    await suspendTerminal(async () => {
      if (takesMouse) stdout.write(MOUSE_OFF);
      process.kill(process.pid, 'SIGSTOP');
      // it goes on here after SIGCONT
      await new Promise(setImmediate);
    });
    if (takesMouse) stdout.write(MOUSE_ON);
  };
}
