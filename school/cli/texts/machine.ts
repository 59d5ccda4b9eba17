/** What `baby doctor` and `baby service` say. */
export const machineTexts = {
  doctor: {
    description: 'what this machine can do, whether all is in order, and what would make it faster',
    wouldHelp: 'What would help:',
    nothingHelps: 'Nothing here would make it faster but a faster machine.',
  },
  service: {
    description: 'let systemd wake it when you log in, or see whether that is so',
    notReadYet: (failure: string) => `systemd could not read it yet (${failure}): it does when you log in again.`,
    wakesNow: 'wakes it now, and whenever you log in',
    lingers: 'lets it live on when you log out, and wakes it at start-up',
    shows: 'shows what it does',
    removes: 'puts it to sleep, and removes all that',
    written: (path: string) => `The service is written: ${path}`,
    systemdSaid: (failure: string) => `systemd said: ${failure}`,
    removed: (path: string) => `The service is removed: ${path}`,
    noneThere: (path: string) => `There is no service: ${path} is not there.`,
    noneInstalled: (path: string) => `No service is installed for this home: \`baby service install\` writes ${path}`,
    isOld: ', written for another folder or version: `baby service install` rewrites it',
    noSystemd: 'there is no systemd here',
  },
} as const;
