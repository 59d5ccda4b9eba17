/** How the program was invoked, so that the commands it suggests can be typed exactly as they stand. */

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether it runs by `npm start`, `npm exec -- baby` or `npx baby`. Other npm scripts (tests) do not count, nor does a `baby` that such
 * a script starts.
 */
function isThroughNpm(env: Environment): boolean {
  const [event, script = ''] = [env['npm_lifecycle_event'], env['npm_lifecycle_script']];
  if (event === 'start') return script.includes('launcher.js');
  return event === 'npx' && /^['"]?baby(llm)?['"]?( |$)/.test(script);
}

/** Set by the scripts `baby` and `baby.cmd` of a clone. */
const SCRIPTS: readonly string[] = ['./baby', '.\\baby'];

/** What starts the program here: `baby` where it is installed, `./baby` in a clone. */
export function commandName(env: Environment = process.env): string {
  const script = env['BABY_COMMAND'];
  if (script !== undefined && SCRIPTS.includes(script)) return script;
  return isThroughNpm(env) ? './baby' : 'baby';
}

/** Commands that are not about one baby. */
const WITHOUT_HOME = /^ (?:new|list|import|help|completion|version)\b/;

/** The `--home` that the owner typed, quoted for a shell where it has to be; '' for the default home. */
let homeOption = '';

/** Remembers the `--home` of this invocation: every command that is suggested from now on names the same baby. */
export function rememberHome(home: string | undefined): void {
  if (home === undefined) homeOption = '';
  else homeOption = ` --home ${/^[\w@%+=:,./~-]+$/.test(home) ? home : `'${home.replaceAll("'", "'\\''")}'`}`;
}

/**
 * Sentences with the commands that they name between backquotes, such as `baby wake`, as these have to be typed here.
 *
 * @example withCommandNames('Wake it with `baby wake`.') // after `./baby say hi --home kit`: 'Wake it with `./baby wake --home kit`.'
 */
export const withCommandNames = (text: string, env: Environment = process.env): string =>
  text.replace(/`baby((?: [^`\n]*)?)`/g, (_, rest: string) => {
    const home = rest.includes('--home') || WITHOUT_HOME.test(rest) ? '' : homeOption;
    return `\`${commandName(env)}${rest}${home}\``;
  });

/** The folder where the owner stood, if npm has gone to another: relative paths start there. */
export const callerFolder = (env: Environment = process.env): string | undefined =>
  isThroughNpm(env) ? env['INIT_CWD'] || undefined : undefined;
