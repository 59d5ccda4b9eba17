/** Every sentence that this room says: what the doctor finds, why kernels or a library are not used, and what comes of a service. */

export const texts = {
  doctor: {
    olderNode: 'Node 24 or newer calculates faster: `npm start` and `npx baby` in its folder bring it along.',
    cores: (available: number, model: string, threads: number) =>
      `${available} of ${model}, ${threads === 0 ? 'used as they come, at most 8' : `${threads} ${threads === 1 ? 'thread' : 'threads'} in baby.json`}`,
    moreThreadsThanCores: (threads: number, cores: number) =>
      `\`baby set threads 0\` uses them as they come: ${threads} threads on ${cores} cores wait for one another.`,
    fewerThreadsThanCores: (cores: number) => `\`baby set threads 0\` uses all ${cores} cores.`,
    oneCore: 'A second core would make it nearly twice as fast.',
    load: (load: string) => `${load} over the last minute`,
    highLoad: 'More is running than there are cores: end other work, or wake it when that is done.',
    relaxedSimd: 'relaxed SIMD',
    simd: 'SIMD',
    noSimd: 'neither SIMD nor relaxed SIMD',
    kernels: (simd: string, built: readonly string[]) => `${simd}; ${built.join(' and ') || 'none'} built`,
    kernelsNotBuilt: 'Build the kernels: npm run build.',
    kernelsNotFastest: 'Set kernels to auto in baby.json, to use the fastest that run here.',
    simdWouldBeFaster: 'A processor and a Node with SIMD would make it many times as fast.',
    relaxedSimdWouldBeFaster: 'A Node with relaxed SIMD (fused multiply-add) would make it faster.',
    sharedMemory: 'memory is shared between threads',
    noSharedMemory: 'no memory can be shared between threads, without which it cannot wake',
    freeMemory: (bytes: string) => `${bytes} free`,
    littleMemory: (bytes: string) => `With less than ${bytes} free, use the preset tiny, or end other programs.`,
    freeDisk: (bytes: string, folder: string) => `${bytes} free in ${folder}`,
    littleDisk: 'Make room on the disk, or let souls take less: `baby set soulGigabytes 0.5`.',
    unknownDisk: (folder: string, why: string) => `how much is free in ${folder} cannot be told: ${why}`,
    fileInsteadOfFolder: (path: string) => `${path} is a file, but a folder is needed`,
    openToOthers: (path: string) => `other users of this machine can look into ${path}`,
    closeToOthers: (home: string) => `\`baby wake\` closes it; if it stays open, say: chmod -R go-rwx ${home}`,
    homeNotMade: (home: string) => `${home}, not made yet`,
    notWritable: (folder: string, why: string) => `${folder} cannot be written: ${why}`,
    starterTexts: (texts: number, bytes: string) => `${texts} texts of our own, ${bytes}`,
    noStarterTexts: (folder: string) => `the starter texts are missing in ${folder}: install babyLLM again`,
  },
  blas: {
    notLookedFor: 'not looked for: the SIMD kernels, which it stands on, do not run',
    notFound: 'no library of this machine was found',
    wouldBeFaster: (howToGetOne: string) => `A BLAS would make it faster, for matrices several times: ${howToGetOne}.`,
    gain: (name: string, library: string, embedded: string) =>
      `${name}, ${library} GFLOP/s a thread where the embedded kernels give ${embedded}`,
    core: (name: string, core: string, isFromEnvironment: boolean) =>
      `${name} (${core}${isFromEnvironment ? ', as OPENBLAS_CORETYPE says' : ''})`,
    servesButIsNotUsed: (finding: string, kernels: string) => `${finding}; not used, since kernels is ${kernels}`,
    letItMultiply: (name: string) => `Set kernels to auto in baby.json, to let ${name} multiply matrices.`,
    noForeignFunctions: (why: string) =>
      `koffi, which opens libraries of the machine, is not there (${why}): npm install brings it`,
    isWrong: (name: string, fault: string) => `${name} is not used, since it is wrong: ${fault}`,
    failed: (name: string, why: string) => `${name} is not used, since it failed: ${why}`,
    isSlower: (name: string, library: string, embedded: string) =>
      `${name} is not used: the embedded kernels are faster here (${library} GFLOP/s against ${embedded})`,
    notOpenedByHelper: (name: string | undefined, why: string) =>
      `${name} is not used, since a helper thread could not open it: ${why}`,
    cannotBeOpened: (file: string, why: string) => `${file} cannot be opened: ${why}`,
    noCInterface: (file: string) => `${file} has no cblas_sgemm: a BLAS with its C interface is needed`,
    oneThreadOnly: (name: string, file: string) =>
      `${name} (${file}) is built for programs of one thread: one for several is needed, as libopenblas0-pthread`,
    addressOutOfReach: (address: number) => `memory at address ${address} cannot be handed to a library`,
    howToGetOnMac: 'brew install openblas',
    howToGetOnWindows: 'put libopenblas.dll into a folder of the PATH, or name it in BABY_BLAS',
    howToGetOnLinux:
      'apt install libopenblas0 (Debian, Ubuntu), dnf install openblas-threads (Fedora) or pacman -S openblas (Arch)',
  },
  runtime: {
    kernelsDoNotRun: (name: string) =>
      `the ${name} kernels were asked for, but do not run here: use kernels "auto", or run npm run build first`,
    noBlas: (why: string) =>
      `the kernels blas were asked for, but no library serves (${why}): use kernels "auto", or see what \`baby doctor\` says of it`,
    embeddedKernelsDoNotRun: 'the embedded kernels, which it stands on, do not run here',
    noneFound: 'none was found',
    tooMuchPacking: (kernels: string, wanted: number, planned: number) =>
      `the ${kernels} kernels want ${wanted} numbers of packing room, more than the ${planned} planned`,
    notAddressable: (needed: string, most: string) =>
      `this brain needs ${needed} of memory, and ${most} is the most that can be addressed`,
    notEnoughMemory: (needed: string) =>
      `this brain needs ${needed} of memory, and this machine does not give it: end other programs, or choose a smaller preset`,
    helperNotStarted: (why: string) => `a helper thread could not be started: ${why}`,
    helperEnded: (code: number) => `it ended at once (exit code ${code})`,
  },
  service: {
    notWritten: (path: string, why: string) => `The service should be written to ${path}, but it cannot: ${why}.`,
    noSystemd: (command: string) =>
      `There is no systemd here that could wake the baby: run \`baby wake --detach\` when you log in, or let the supervisor of this system run: ${command}`,
  },
  noBrowser: 'No browser was found: open the page yourself.',
} as const;
