/** What `baby export` and `baby import` say. */
export const archiveTexts = {
  export: {
    description:
      'packs all of it into one file (a plain tar), with a checksum of every part; with --as, writes its brain into a folder that other programs read; awake or asleep',
    file: 'the archive to write; with --as, the folder',
    as: 'its brain alone, in the files of other programs',
    type: 'with --as: how its numbers are kept; left out: as the format usually has them',
    withOwner: 'with --as: the name of its owner may stand in the template of conversations',
    habit: 'with --as gguf: habits, each as a file of its own',
    withoutLibrary: 'leave out its texts, and what was made of them',
    withoutChats: 'leave out what was said in conversations, and its journal',
    replace: 'also where there is such a file, or an earlier export, already',
    noBaby: (folder: string) => `There is no baby in ${folder} that could be packed: see \`baby list\`.`,
    onlyWithAs: '--type, --habit and --with-owner belong to --as <format>: an archive holds all of it as it is.',
    neitherWithAs:
      'With --as, neither its library nor its chats go along: leave --without-library and --without-chats out.',
    packed: (name: string, file: string, size: string, age: string) =>
      `${name} is packed in ${file}: ${size}, ${age}, each file with its checksum. Only you can read it.`,
    oneFile: '1 file',
    files: (count: string) => `${count} files`,
    notInIt: (what: string) => `Not in it: ${what}.`,
    brainIn: (name: string, folder: string, brain: string, parameters: string, type: string, step: string) =>
      `The brain of ${name} lies in ${folder}: ${brain}, ${parameters} parameters as ${type}, of step ${step}. ` +
      'Only you can read it; README.md says what it is and what stayed at home.',
    inThatFolder: 'In that folder:',
  },
  import: {
    description:
      'unpacks a baby and checks every part of it, or makes one of a model of other programs; --home <name or folder> says where it lives from then on',
    file: 'what `baby export` or a page in a browser wrote, a GGUF, a folder of Hugging Face with safetensors, weights of llm-from-scratch (.npz), or a configuration of Cleanai',
    livesIn: (name: string, home: string, brain: string, age: string) =>
      `${name} lives in ${home} now: ${brain}${age}.`,
    brain: (preset: string, brain: string) => `a ${preset} ${brain} brain, `,
    asPacked: (files: string, size: string) => `${files} files of ${size} are as they were packed.`,
    notWithIt: (what: string) => `Not with it: ${what}.`,
    modelLivesIn: (name: string, home: string, preset: string, brain: string, parameters: string, source: string) =>
      `${name} lives in ${home} now: a ${preset} ${brain} brain of ${parameters} parameters, out of ${source}`,
    ofSteps: (steps: string) => `, of step ${steps}`,
    soulLivesIn: (name: string, home: string, preset: string, brain: string, step: string) =>
      `${name} lives in ${home} now: a ${preset} ${brain} brain of step ${step}.`,
    noTextsYet: 'It has no texts yet.',
    hasHome: (name: string, home: string, brain: string) =>
      `${name} has a home in ${home} now: a ${brain} brain of the sizes of Cleanai, not born yet.`,
  },
  ofStep: (step: string) => `of step ${step}`,
  notBorn: 'not born yet',
} as const;
