/** As much of an IRC server as the tests need where there is no real one: names, channels, and lines that are passed on. */
import { type AddressInfo, createServer, type Socket } from 'node:net';

interface Client {
  readonly socket: Socket;
  nick: string;
  registered: boolean;
  readonly channels: Set<string>;
}

export async function startSmallIrcd(): Promise<{ port: number; close(): Promise<void> }> {
  const clients = new Set<Client>();
  const to = (client: Client, line: string): void => {
    if (!client.socket.destroyed) client.socket.write(`${line}\r\n`);
  };
  const inChannel = (channel: string): Client[] => [...clients].filter(({ channels }) => channels.has(channel));
  const prefix = ({ nick }: Client): string => `:${nick}!${nick}@localhost`;

  const take = (client: Client, line: string): void => {
    const [, command = '', rest = ''] = line.match(/^(\S+) ?(.*)$/) ?? [];
    switch (command.toUpperCase()) {
      case 'NICK':
        if ([...clients].some((other) => other !== client && other.nick === rest)) {
          return to(client, `:tmi.twitch.tv 433 * ${rest} :Nickname already in use`);
        }
        client.nick = rest;
        return;
      case 'USER':
        if (client.registered || client.nick === '') return;
        client.registered = true;
        for (const number of ['001', '002', '003', '004', '375', '372', '376']) {
          to(client, `:tmi.twitch.tv ${number} ${client.nick} :hello`);
        }
        return;
      case 'PING':
        return to(client, `:tmi.twitch.tv PONG tmi.twitch.tv :${rest.replace(/^:/, '')}`);
      case 'JOIN': {
        client.channels.add(rest);
        for (const other of inChannel(rest)) to(other, `${prefix(client)} JOIN :${rest}`);
        const names = inChannel(rest).map(({ nick }) => nick);
        to(client, `:tmi.twitch.tv 353 ${client.nick} = ${rest} :${names.join(' ')}`);
        return to(client, `:tmi.twitch.tv 366 ${client.nick} ${rest} :End of NAMES list`);
      }
      case 'PART':
        for (const other of inChannel(rest)) to(other, `${prefix(client)} PART ${rest}`);
        client.channels.delete(rest);
        return;
      case 'KICK': {
        const [, channel = '', nick = ''] = rest.match(/^(\S+) (\S+)/) ?? [];
        for (const other of inChannel(channel)) to(other, `${prefix(client)} KICK ${rest}`);
        for (const other of inChannel(channel)) if (other.nick === nick) other.channels.delete(channel);
        return;
      }
      case 'PRIVMSG': {
        const [, channel = '', text = ''] = rest.match(/^(\S+) :(.*)$/) ?? [];
        for (const other of inChannel(channel))
          if (other !== client) to(other, `${prefix(client)} PRIVMSG ${channel} :${text}`);
        return;
      }
    }
  };

  const server = createServer((socket) => {
    const client: Client = { socket, nick: '', registered: false, channels: new Set() };
    clients.add(client);
    let rest = '';
    socket.setEncoding('utf8').on('data', (piece: string) => {
      const lines = (rest + piece).split(/\r?\n/);
      rest = lines.pop() as string;
      for (const line of lines) if (line !== '') take(client, line);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => clients.delete(client));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const { socket } of clients) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
