/** Lines between the mails of an mbox file (RFC 4155). Mails may hold lines that look alike, and not every program marks those. */

const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const TIME = '\\d{1,2}:\\d\\d(?::\\d\\d)?';

/** `From somebody Mon Jan  1 10:00:00 2024`, with any name. */
const EXACT = new RegExp(
  `^From .*\\b${DAY},? +${MONTH} +\\d{1,2} +${TIME}(?: +[A-Z+-]\\S*)* +\\d{4}(?: +[A-Z+-]\\S*)*\\s*$`,
);

/** `From a@b.org` or `From -`, with a day, a time and a year as other programs write them. */
const DATED = new RegExp(
  `^From (?:-|MAILER-DAEMON|\\S*@\\S*|"[^"]*"@\\S+) +(?=.*${TIME})(?=.*\\b(?:19|20)\\d\\d\\b)(?:${DAY}|\\d{1,2}[ -]${MONTH}|\\d{4}-\\d\\d-\\d\\d|\\d{1,2}[./]\\d{1,2}[./]\\d{4})`,
);

/** Nothing but somebody, or nobody. */
const BARE = /^From(?: (?:-|MAILER-DAEMON|\S*@\S*)?)? *$/;

const HEADER = /^>?[!-9;-~]+:(?:[ \t]|$)/;

/** Headers that mails begin with. */
const KNOWN_HEADER =
  /^>?(?:Return-Path|Received|From|To|Cc|Bcc|Subject|Date|Message-ID|MIME-Version|Delivered-To|Reply-To|Sender|In-Reply-To|References|Content-[\w-]+|X-[\w-]+|Status|Envelope-[\w-]+|List-[\w-]+|(?:DKIM|DomainKey)-Signature|ARC-[\w-]+|Authentication-Results|User-Agent|Precedence|Importance|Priority|Thread-[\w-]+|Resent-[\w-]+|Errors-To|Mailing-List|Lines|Newsgroups|Path|Organi[sz]ation|Autocrypt|Feedback-ID|Comments):/i;

/** Lines that must be known behind one, to say whether it begins a mail. */
export const AHEAD = 2;

/**
 * Whether a line begins a mail.
 * @param following the lines behind it, `AHEAD` of them unless the file ends @param blank whether the line before it is empty
 */
export function beginsMail(line: string, following: readonly string[], blank: boolean): boolean {
  if (!line.startsWith('From')) return false;
  const [next = '', second = ''] = following;
  const headed = KNOWN_HEADER.test(next);
  if (EXACT.test(line) || DATED.test(line)) return blank || headed;
  if (!blank || !headed) return false;
  // Of "From the hill" at the beginning of a paragraph one header below is not proof enough.
  return BARE.test(line) || (/^From \S/.test(line) && (HEADER.test(second) || /^[ \t]\S/.test(second)));
}

/** A line of a mail that would begin another is written with a mark in front; the mark goes. */
export function withoutMark(line: string): string {
  return line.startsWith('>') ? line.replace(/^>(>*From )/, '$1') : line;
}
