/** The form of a conversation for programs that build prompts as text: the very ids of `renderTurn` and `openTurn`. */
import { turnName } from '../../library/tokenizer/chat-template.ts';
import type { ModelSource } from './source.ts';

/** Names of the special tokens, as tokenizer.json has them. */
export const TOKEN_NAMES = { end: '<| end |>', turn: '<| turn |>', done: '<| done |>' } as const;

/** By which name each role speaks. */
export interface RoleNames {
  readonly baby: string;
  /** left out: `user`, as other programs have it, so that the owner's name stays at home */
  readonly owner?: string | undefined;
}

/** @param withOwner its owner asked for their own name in it */
export function roleNames({ name, owner }: ModelSource['config'], withOwner: boolean): RoleNames {
  // "owner" is what everybody is called who chose no name
  return { baby: turnName(name), owner: withOwner || owner === 'owner' ? turnName(owner) : undefined };
}

// Names stand in quotes in both languages: settings hold them to letters, digits, spaces, dots and dashes.

/** For transformers and llama.cpp (Jinja). */
export function jinjaTemplate({ baby, owner }: RoleNames): string {
  const role = owner === undefined ? 'm.role' : `('${owner}' if m.role == 'user' else m.role)`;
  const speaker = `{{ '${baby}' if m.role == 'assistant' else ${role} }}`;
  const words = "{{ m.content | replace('\\r\\n', ' ') | replace('\\n', ' ') | trim }}";
  return (
    `{% for m in messages %}${TOKEN_NAMES.turn}[${speaker}]: ${words}${TOKEN_NAMES.done}{% endfor %}` +
    `{% if add_generation_prompt %}${TOKEN_NAMES.turn}[${baby}]:{% endif %}`
  );
}

/** For Ollama (Go's text/template). */
export function goTemplate({ baby, owner }: RoleNames): string {
  const user = owner === undefined ? '{{ .Role }}' : `{{ if eq .Role "user" }}${owner}{{ else }}{{ .Role }}{{ end }}`;
  return (
    `{{ range .Messages }}${TOKEN_NAMES.turn}[{{ if eq .Role "assistant" }}${baby}{{ else }}${user}{{ end }}]: {{ .Content }}` +
    `${TOKEN_NAMES.done}{{ end }}${TOKEN_NAMES.turn}[${baby}]:`
  );
}
