/** How the program was called: by its name, or through npm, where the owner's shell does not know that name. */

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether it runs by `npm start`, `npm exec -- baby` or `npx baby`. What else npm runs, such as tests, does not stand for what somebody
 * typed; and a `baby` that is started by it says nothing about npm.
 */
function isThroughNpm(env: Environment): boolean {
  const [event, script = ''] = [env['npm_lifecycle_event'], env['npm_lifecycle_script']];
  if (event === 'start') return script.includes('launcher.js');
  return event === 'npx' && /^['"]?baby(llm)?['"]?( |$)/.test(script);
}

/** What is to be typed before the name of a command: `baby`, or `npm exec -- baby`. */
export const commandName = (env: Environment = process.env): string =>
  isThroughNpm(env) ? 'npm exec -- baby' : 'baby';

/** Sentences with the commands that they name between backquotes, such as `baby wake`, as those are to be typed here. */
export const withCommandNames = (text: string, env: Environment = process.env): string =>
  text.replace(/`baby(?=[ `])/g, () => `\`${commandName(env)}`);

/** The folder where the owner stood, if npm has gone to another: paths are meant from there. */
export const callerFolder = (env: Environment = process.env): string | undefined =>
  isThroughNpm(env) ? env['INIT_CWD'] || undefined : undefined;
