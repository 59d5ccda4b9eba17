/** Making a page of text that comes from anywhere: what is put into a template is escaped unless a template made it. */

/** A piece of a page that may stand there as it is. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** Nothing is written for null, undefined and false. */
export type Content = Html | string | number | null | undefined | false | readonly Content[];

/**
 * What a reader does not see but a browser may act upon: controls but newline and tab, what turns the direction of reading, what hides
 * (zero width, tags, fillers), lone surrogates. U+FE0F stays, which chooses an emoji.
 */
const UNSEEN =
  /(?!\n|\t|\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}]/gu;
const SPECIAL: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Any text as text of a page, or as the value of a quoted attribute. */
export const escaped = (text: string): string =>
  text.replace(UNSEEN, '').replace(/[&<>"']/g, (character) => SPECIAL[character]);

/** @example html`<p title="${title}">${text}</p>` */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(parts.reduce((before, part, i) => before + markupOf(contents[i - 1]) + part));
}

function markupOf(content: Content): string {
  if (content instanceof Html) return content.markup;
  if (typeof content === 'string') return escaped(content);
  if (typeof content === 'number') return String(content);
  if (Array.isArray(content)) return content.map(markupOf).join('');
  return '';
}
