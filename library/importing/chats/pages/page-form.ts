/** Chats as web pages: what the elements of each program's pages are, told by their classes. */
import { importingTexts } from '../../texts.ts';

/**
 * What an element is. `group`: messages of one sender; `message`: one message; `sent`, `received`: whose it is; `forms`: all forms
 * of an edited message, of which the last counts; `bot`: the sender is no person; `skip`: nobody's words.
 */
export type Part = 'group' | 'message' | 'sent' | 'received' | 'sender' | 'time' | 'words' | 'forms' | 'bot' | 'skip';

export interface Element {
  name: string;
  classes: readonly string[];
  attributes: Readonly<Record<string, string>>;
}

export interface PageForm {
  title: string;
  /** Whether a page's beginning is of this program. */
  sign: RegExp;
  parts(element: Element): readonly Part[];
  /** A message without a sender is of the sender before. */
  continues?: boolean;
  /** The owner is called "Me", as exporters of phones do. */
  me?: boolean;
}

/** Parts by classes; an element may be several. */
function byClass(table: Readonly<Record<string, Part>>): PageForm['parts'] {
  return ({ classes }) => classes.flatMap((one) => table[one] ?? []);
}

export const PAGE_FORMS: readonly PageForm[] = [
  {
    title: importingTexts.titles.imessagePage,
    me: true,
    sign: /<div class="message">\s*<div class="(?:sent|received)\b/,
    parts: ({ name, classes }) =>
      classes.flatMap((one): Part[] => {
        if (one === 'message' && name === 'div') return ['message'];
        if (one === 'sent' || one === 'received') return [one];
        if (one === 'sender') return ['sender'];
        if (one === 'timestamp') return ['time'];
        if (one === 'bubble') return ['words'];
        if (one === 'edited') return ['forms'];
        return /^(?:replies|reactions|tapbacks|announcement|reply_context|expressive|app|attachment)/.test(one)
          ? ['skip']
          : [];
      }),
  },
  {
    title: importingTexts.titles.googleVoice,
    me: true,
    sign: /class="[^"]*\bhChatLog\b/,
    parts: ({ name, classes }) => {
      if (classes.includes('message')) return ['message'];
      if (classes.includes('fn')) return ['sender'];
      if (classes.includes('dt')) return ['time'];
      return name === 'q' ? ['words'] : [];
    },
  },
  {
    title: importingTexts.titles.discordPage,
    sign: /class="?[^">]*\bchatlog__message/,
    parts: byClass({
      'chatlog__message-group': 'group',
      chatlog__message: 'message',
      chatlog__author: 'sender',
      'chatlog__author-name': 'sender',
      chatlog__timestamp: 'time',
      chatlog__content: 'words',
      'chatlog__author-tag': 'bot',
      'chatlog__bot-tag': 'bot',
      chatlog__reply: 'skip',
      chatlog__reference: 'skip',
      'chatlog__edited-timestamp': 'skip',
      'chatlog__short-timestamp': 'skip',
      chatlog__embed: 'skip',
      chatlog__attachment: 'skip',
      chatlog__sticker: 'skip',
      chatlog__reactions: 'skip',
      'chatlog__system-notification-content': 'skip',
      'chatlog__system-notification-author': 'skip',
    }),
  },
  {
    title: importingTexts.titles.signalPage,
    sign: /class=["']?msg msg-(?:incoming|outgoing)/,
    parts: ({ name, classes }) => {
      if (classes.includes('msg')) {
        const own = classes.includes('msg-outgoing') ? 'sent' : 'received';
        return classes.some((one) => one === 'msg-status' || one === 'deleted-msg') ? ['skip'] : ['message', own];
      }
      if (
        classes.some((one) =>
          /^(?:msg-quote|footer|msg-reactions|linkpreview|status-text|edited-info|viewonce|shared-contact)/.test(one),
        )
      )
        return ['skip'];
      if (classes.includes('msg-name')) return ['sender'];
      return name === 'pre' ? ['words'] : [];
    },
  },
  {
    title: importingTexts.titles.signalPage,
    me: true,
    sign: /<span class=["']?sender["']?>[\s\S]{0,2000}<p class=["']?body["']?>/,
    parts: ({ name, classes }) => {
      if (classes.includes('msg') && name === 'div') return ['message'];
      if (classes.includes('sender')) return ['sender'];
      if (classes.includes('body')) return ['words'];
      return classes.includes('quote') || classes.includes('reaction') ? ['skip'] : [];
    },
  },
  {
    title: importingTexts.titles.matrixPage,
    sign: /class="[^"]*\bmx_EventTile\b/,
    continues: true,
    parts: ({ classes, attributes }) => {
      if (classes.includes('mx_EventTile')) {
        if (classes.includes('mx_EventTile_info')) return ['skip'];
        const own = attributes['data-self'];
        return own === undefined ? ['message'] : ['message', own === 'true' ? 'sent' : 'received'];
      }
      if (classes.some((one) => /^mx_(?:DisambiguatedProfile_displayName|SenderProfile_displayName)$/.test(one)))
        return ['sender'];
      if (classes.some((one) => /^mx_(?:ReplyChain|ReplyTile|ReplyThread|ReactionsRow|EventTile_edited)/.test(one)))
        return ['skip'];
      return classes.includes('mx_EventTile_body') ? ['words'] : [];
    },
  },
];
