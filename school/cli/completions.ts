/** Completions for shells and the man page, made from the same table of commands as the help. Pure. */
import type { Command } from 'commander';
import { helpTexts } from './texts/help.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

interface Completed {
  readonly name: string;
  readonly about: string;
  readonly options: readonly { readonly flag: string; readonly about: string; readonly choices: readonly string[] }[];
  /** words that may follow: subcommands, and choices of the first argument */
  readonly words: readonly string[];
}

/** What can be completed after each command. */
function completed(program: Command): Completed[] {
  return program.commands
    .filter((one) => one.name() !== 'help')
    .map((one) => ({
      name: one.name(),
      about: one.description(),
      options: one.options
        .filter(({ hidden, long }) => !hidden && long)
        .map(({ long, description, argChoices }) => ({
          flag: long as string,
          about: description,
          choices: argChoices ?? [],
        })),
      words: [...one.commands.map((sub) => sub.name()), ...(one.registeredArguments[0]?.argChoices ?? [])],
    }));
}

/** A script that the shell reads: `source <(baby completion bash)`. */
export function completionScript(program: Command, shell: Shell): string {
  const commands = completed(program);
  return { bash, zsh, fish }[shell](commands);
}

const single = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function bash(commands: readonly Completed[]): string {
  const cases = commands.map(({ name, options, words }) => {
    const offered = [...options.map(({ flag }) => flag), '--home', ...words].join(' ');
    return `    ${name}) words=${single(offered)} ;;`;
  });
  return `# bash completion of baby: source <(baby completion bash)
_baby() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words="" command="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      --home) ((i++)) ;;
      -*) ;;
      *) command="\${COMP_WORDS[i]}"; break ;;
    esac
  done
  case "$command" in
    "") words=${single([...commands.map(({ name }) => name), '--home', '--help', '--version'].join(' '))} ;;
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  case "$command" in feed|import|export) COMPREPLY+=($(compgen -f -- "$word")) ;; esac
}
complete -o filenames -F _baby baby babyllm ./baby
`;
}

function zsh(commands: readonly Completed[]): string {
  const described = (name: string, about: string): string => single(`${name}:${about.replaceAll(':', '\\:')}`);
  const cases = commands.map(({ name, options, words }) => {
    const specs = [
      ...options.map(({ flag, about, choices }) => {
        const value = choices.length > 0 ? `:value:(${choices.join(' ')})` : '';
        return single(`${flag}[${about.replace(/[[\]]/g, ' ').replaceAll(':', '\\:')}]${value}`);
      }),
      ...(words.length > 0 ? [single(`1:what:(${words.join(' ')})`)] : []),
      single('*:file:_files'),
    ];
    return `    ${name}) _arguments -s ${specs.join(' ')} ;;`;
  });
  return `#compdef baby babyllm
# zsh completion of baby: source <(baby completion zsh)
_baby() {
  local -a commands
  commands=(${commands.map(({ name, about }) => described(name, about)).join(' ')})
  if ((CURRENT == 2)); then
    _describe 'command' commands
    return
  fi
  local command="\${words[2]}"
  shift words
  ((CURRENT--))
  case "$command" in
${cases.join('\n')}
  esac
}
compdef _baby baby babyllm
`;
}

function fish(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ name, about, options, words }) => [
    `complete -c baby -n __fish_use_subcommand -f -a ${name} -d ${single(about)}`,
    ...options.map(({ flag, about: does, choices }) => {
      const value = choices.length > 0 ? ` -x -a ${single(choices.join(' '))}` : '';
      return `complete -c baby -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)} -d ${single(does)}${value}`;
    }),
    ...words.map((word) => `complete -c baby -n '__fish_seen_subcommand_from ${name}' -a ${word}`),
  ]);
  return `# fish completion of baby: baby completion fish | source
complete -c baby -l home -d 'where the baby lives' -r
${lines.join('\n')}
`;
}

/** Roff of a text: backslashes and leading dots are its own. */
const roff = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1');

/** The man page \`baby(1)\`. */
export function manPage(program: Command, version: string): string {
  const sections = program.commands
    .filter((one) => one.name() !== 'help')
    .map((one) => {
      const usage = `.SS baby ${roff(`${one.name()} ${one.usage()}`)}\n${roff(one.description())}\n`;
      const options = one.options
        .filter(({ hidden }) => !hidden)
        .map(({ flags, description }) => `.TP\n.B ${roff(flags)}\n${roff(description)}\n`);
      return usage + options.join('');
    });
  return `.TH BABY 1 "" "babyLLM ${version}" "User Commands"
.SH NAME
baby \\- a living language model that one person raises in a terminal
.SH SYNOPSIS
.B baby
[\\-\\-home \\fIhome\\fR] [\\fIcommand\\fR] [\\fIoptions\\fR]
.SH DESCRIPTION
${roff(program.description())}
.SH OPTIONS
.TP
.B \\-\\-home \\fIhome\\fR
${helpTexts.home}
.SH COMMANDS
${sections.join('')}.SH EXIT STATUS
0 done, 1 failed, 2 wrong options, 69 not awake, 75 awake already, 130 left without saving.
.SH FILES
~/.babyllm: its home. ~/.babyllm/baby.json: its settings.
`;
}
