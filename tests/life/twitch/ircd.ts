/** An IRC server on a loopback port: ngircd where it is installed, else a small one in this process. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSmallIrcd } from './small-ircd.ts';

export interface Ircd {
  readonly kind: 'ngircd' | 'in this process';
  readonly port: number;
  /** Puts somebody out of the channel, as an operator. */
  kick(nick: string): Promise<void>;
  close(): Promise<void>;
}

const CONFIG = (port: number, root: boolean): string => `[Global]
    Name = tmi.twitch.tv
    Info = loopback test server
    Listen = 127.0.0.1
    Ports = ${port}
    MotdPhrase = "hello"
    AdminInfo1 = test
    AdminEMail = test@localhost.local
    Network = LoopTV
${root ? '    ServerUID = nobody\n    ServerGID = nogroup\n' : ''}[Limits]
    MaxConnections = 0
    MaxConnectionsIP = 0
    MaxJoins = 0
    MaxNickLength = 25
    MaxPenaltyTime = 0
    PingTimeout = 3600
    PongTimeout = 3600
[Options]
    DNS = no
    Ident = no
    PAM = no
    MorePrivacy = no
    CloakHost = tmi.twitch.tv
    OperCanUseMode = yes
[Operator]
    Name = operator
    Password = secret
[Channel]
    Name = #loop
`;

const hasNgircd = (): boolean => spawnSync('ngircd', ['--version'], { stdio: 'ignore' }).error === undefined;

/** Starts one; says on standard error which, where it is not the real one. */
export async function startIrcd(): Promise<Ircd> {
  if (!hasNgircd()) {
    process.stderr.write(
      'ngircd is missing (apt-get install -y ngircd): the tests of Twitch run on a small server in this process instead.\n',
    );
    const small = await startSmallIrcd();
    return { kind: 'in this process', ...small, kick: (nick) => kick(small.port, nick) };
  }
  const folder = mkdtempSync(join(tmpdir(), 'babyllm-ircd-'));
  const port = await freePort();
  writeFileSync(join(folder, 'ngircd.conf'), CONFIG(port, process.getuid?.() === 0));
  const child = spawn('ngircd', ['-n', '-f', join(folder, 'ngircd.conf')], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => (said = (said + piece).slice(-4000)));
  const close = async (): Promise<void> => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tried = 0; ; tried++) {
    if (await answers(port)) return { kind: 'ngircd', port, kick: (nick) => kick(port, nick), close };
    if (child.exitCode !== null || tried > 100) {
      await close();
      throw new Error(`ngircd should listen on port ${port}, but it does not:\n${said}`);
    }
    await sleep(50);
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 3000);
  await over;
  clearTimeout(patience);
}

/** Resolves when the channel has seen it. */
function kick(port: number, nick: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('NICK operator\r\nUSER operator 0 * :operator\r\n'));
    let said = '';
    const answers: [after: RegExp, line: string][] = [
      [/ 376 /, 'OPER operator secret\r\nJOIN #loop'],
      [/ 366 /, `MODE #loop +o operator\r\nKICK #loop ${nick} :out`],
    ];
    socket.setEncoding('utf8').on('data', (piece: string) => {
      said += piece;
      while (answers[0]?.[0].test(said)) socket.write(`${answers.shift()?.[1]}\r\n`);
      if (!said.includes(` KICK #loop ${nick} `)) return;
      socket.end();
      resolve();
    });
    socket.once('close', () => reject(new Error(`${nick} should have been put out of the channel, but:\n${said}`)));
    socket.once('error', reject);
    socket.setTimeout(5000, () => socket.destroy());
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
