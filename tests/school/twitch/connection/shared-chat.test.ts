import { describe, expect, it } from 'vitest';
import { withoutOtherRooms } from '../../../../school/twitch/connection/shared-chat.ts';

const line = (tags: string, command = 'PRIVMSG', text = 'hello') =>
  `@badges=;${tags};user-id=778 :nina!nina@nina.tmi.twitch.tv ${command} #loop :${text}\r\n`;

describe('lines of Shared Chat', () => {
  it.each(['PRIVMSG', 'USERNOTICE', 'CLEARMSG', 'CLEARCHAT'])('of another room are left out: %s', (command) => {
    expect(withoutOtherRooms(line('room-id=1;source-room-id=99', command))).toBe('');
    expect(withoutOtherRooms(line('source-id=a-b;source-room-id=1234567;room-id=1', command))).toBe('');
  });

  it('of this room stay, and those without a source', () => {
    for (const tags of [
      'room-id=1',
      'room-id=1;source-room-id=1',
      'source-room-id=99999;room-id=99999',
      'source-room-id=',
    ]) {
      expect(withoutOtherRooms(line(tags))).toBe(line(tags));
    }
    const typed = line('room-id=1', 'PRIVMSG', 'look: @room-id=1;source-room-id=99 :x');
    expect(withoutOtherRooms(typed)).toBe(typed);
    expect(withoutOtherRooms('PING :tmi.twitch.tv\r\n')).toBe('PING :tmi.twitch.tv\r\n');
  });

  it('are told apart within one delivery', () => {
    const [ours, theirs] = [line('room-id=1;source-room-id=1'), line('room-id=1;source-room-id=2')];
    expect(withoutOtherRooms(theirs + ours + theirs + theirs + ours)).toBe(ours + ours);
    expect(withoutOtherRooms((theirs + ours).trimEnd())).toBe(ours.trimEnd());
  });
});
