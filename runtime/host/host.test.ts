/* What is seen of the host: sockets of this very process, paths, room. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { findPortHolders, freeSpace, mountSourceProblem } from './index.js';

const me = new RegExp(`\\(process ${process.pid}\\)$`);

async function listenAt(t: Test, host: string, port = 0): Promise<number> {
  const server: Server = createServer().listen({ port, host, ipv6Only: true });
  await once(server, 'listening');
  t.teardown(() => server.close());
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

t.test('a listener is in the way of its own address and of all of them', async (t) => {
  const port = await listenAt(t, '127.0.0.1');
  const keys = ['127.0.0.1', '0.0.0.0', '127.0.0.2'].map((ip) => `${ip}:${port}/tcp`);
  const found = await findPortHolders([...keys, `127.0.0.1:${port}/udp`]);
  t.same(
    found.map((one) => one.port),
    keys.slice(0, 2),
  );
  for (const { text } of found) t.match(text, me, 'who it is, is said');
});

t.test('a datagram socket is in the way of datagrams', async (t) => {
  const socket = createSocket('udp4').bind(0, '0.0.0.0');
  await once(socket, 'listening');
  t.teardown(() => socket.close());
  const key = `127.0.0.1:${socket.address().port}`;
  t.match(await findPortHolders([`${key}/udp`, `${key}/tcp`]), [{ port: `${key}/udp` }]);
});

t.test('a listener on IPv6 alone leaves IPv4 free', async (t) => {
  const port = await listenAt(t, '::');
  t.same(await findPortHolders([`0.0.0.0:${port}/tcp`]), []);
});

t.test('paths that can be mounted, and that cannot', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'stowage-host-'));
  t.teardown(() => rmSync(directory, { recursive: true }));
  const file = join(directory, 'file');
  const circle = join(directory, 'circle');
  writeFileSync(file, '');
  symlinkSync(circle, circle);
  t.equal(await mountSourceProblem(directory), undefined);
  t.equal(await mountSourceProblem(file), undefined);
  t.match(await mountSourceProblem(join(directory, 'none')), /there is nothing/);
  t.match(await mountSourceProblem(`${file}/`), /no directory/);
  t.match(await mountSourceProblem(circle), /in a circle/);
});

t.test('room is that of the disk, of what is not there yet, too', async (t) => {
  t.ok((await freeSpace(tmpdir())) > 0);
  t.ok((await freeSpace(join(tmpdir(), 'stowage-none', 'below'))) > 0);
});
