/** Shared Chat: Twitch sends a channel the messages of other channels too, marked by the room that they come from. */

/**
 * The lines of the server without those of other rooms: their messages, notices and deletions. Who speaks in another channel has not
 * come to this one, and has not agreed to anything here.
 * @param data whole lines of IRC
 */
export function withoutOtherRooms(data: string): string {
  if (!data.includes('source-room-id=')) return data;
  return data
    .split(/(?<=\n)/)
    .filter((line) => !isFromOtherRoom(line))
    .join('');
}

function isFromOtherRoom(line: string): boolean {
  if (!line.startsWith('@')) return false;
  const tags = line.slice(1).split(' ', 1)[0]!.split(';');
  const tagOf = (name: string): string | undefined =>
    tags
      .find((tag) => tag.startsWith(`${name}=`))
      ?.slice(name.length + 1)
      .trim();
  const source = tagOf('source-room-id');
  return source !== undefined && source !== '' && source !== tagOf('room-id');
}
