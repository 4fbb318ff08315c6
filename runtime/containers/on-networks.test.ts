/* Containers on networks, on the real kernel: names, ports, isolation, changes while they run. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer as createTcpServer } from 'node:net';
import t from 'tap';
import { identify, waitUntil } from './processes.js';
import { cannotRunContainers, faultOf, makeTestHost, type TestHost } from '../testing/index.js';

const skip = cannotRunContainers() ?? false;
const on = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { aliases: [], ipv4: null }]));

/** A port that nobody listens on now. */
async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return address.port;
}

const web = [
  'sh',
  '-c',
  'mkdir -p /tmp/w; hostname > /tmp/w/index.html; exec httpd -f -p 80 -h /tmp/w',
];

/** What a request is answered with; tries until the server in the container listens. */
async function fetched(port: number): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/`, {
        signal: AbortSignal.timeout(2_000),
        headers: { connection: 'close' },
      });
      return (await response.text()).trim();
    } catch (error) {
      if (attempt === 40) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

/** Whether something holds within five seconds. */
async function becomes(holds: () => Promise<boolean>): Promise<boolean> {
  for (const deadline = Date.now() + 5_000; Date.now() < deadline;) {
    if (await holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

async function shell(host: TestHost, container: string, script: string): Promise<string> {
  const options = { timeout: 10_000 };
  const result = await host.engine.containers.execCaptured(
    container,
    ['sh', '-c', script],
    options,
  );
  return `${result.exitCode} ${result.stdout}${result.stderr}`.trim();
}

t.test('networks', { skip }, async (t) => {
  const host = await makeTestHost(['/bin/true']);
  t.teardown(() => host.close());
  const { containers, networks } = host.engine;

  t.test('are made with a free subnet, or the one asked for', async (t) => {
    const plain = { internal: false, subnet: null, gateway: null, labels: {} };
    const chosen = await networks.create({ ...plain, name: 'front', labels: { tier: '1' } });
    t.match(chosen.subnet, /^10\.89\.\d+\.0\/24$/);
    t.equal(chosen.gateway, chosen.subnet.replace('0/24', '1'));
    t.ok(chosen.bridge.length <= 15);
    t.match(await faultOf(networks.create({ ...plain, name: 'front' })), { kind: 'name-in-use' });
    const overlapping = { ...plain, name: 'same', subnet: chosen.subnet };
    t.match(await faultOf(networks.create(overlapping)), { kind: 'subnet-unusable' });
    const outside = { ...plain, name: 'out', subnet: '10.201.7.0/24', gateway: '10.201.8.1' };
    t.match(await faultOf(networks.create(outside)), { kind: 'address-unusable' });
    const loopback = { ...plain, name: 'host', subnet: '192.0.2.0/25' };
    const route = await faultOf(networks.create(loopback));
    if (route === undefined) await networks.remove('host');
    await networks.create({ ...plain, name: 'back', internal: true, subnet: '10.201.7.0/24' });
    t.same(
      (await networks.list()).map(({ name, internal }) => ({ name, internal })),
      [
        { name: 'back', internal: true },
        { name: 'front', internal: false },
      ],
    );
  });

  t.test('the first on a network and those after it are set up alike', async (t) => {
    const plain = { subnet: null, gateway: null, labels: {} };
    await networks.create({ ...plain, name: 'alike', internal: false, mtu: 1400 });
    await networks.create({ ...plain, name: 'inside', internal: true });
    for (const network of ['alike', 'inside']) {
      const names = ['first', 'second', 'third'].map((name) => `${network}-${name}`);
      const seen: string[] = [];
      for (const name of names) {
        await host.run({ name, networks: on(network) });
        const { addresses } = await containers.inspect(name);
        const all = await shell(
          host,
          name,
          'ip -o link; ip -o -4 addr; ip route; cat /proc/sys/net/ipv6/conf/eth0/autoconf || true',
        );
        seen.push(
          all
            .replace(new RegExp(`${addresses[network] ?? ''}(?!\\d)`, 'g'), 'ADDRESS')
            .replace(/link\/ether \S+/g, 'link/ether MAC')
            .replace(/^(?:0 )?\d+: (\w+)(?:@if\d+)?/gm, '$1'),
        );
      }
      t.match(seen[0], /eth0.* mtu /);
      t.same(seen, [seen[0], seen[0], seen[0]]);
      const [first = '', second = '', third = ''] = names;
      await containers.remove(first, { force: true });
      t.match(await shell(host, second, `ping -c1 -W2 ${third}`), /^0 /, 'the others stay');
      t.match(await shell(host, second, `nslookup ${first}`), /^1 /, 'and do not find it any more');
      for (const name of [second, third]) await containers.remove(name, { force: true });
      const { bridge } = (await networks.find(network)) ?? { bridge: '' };
      t.notOk(existsSync(`/sys/class/net/${bridge}`), 'the last one takes the bridge with it');
      await networks.remove(network);
    }
  });

  t.test('containers find each other by name and alias, and others do not', async (t) => {
    const network = await networks.find('front');
    await host.run({ name: 'db', networks: { front: { aliases: ['store'], ipv4: null } } });
    const fixed = network?.subnet.replace('0/24', '77') ?? '';
    await host.run({ name: 'app', networks: { front: { aliases: [], ipv4: fixed } } });
    await host.run({ name: 'alone', networks: on('back') });
    const db = (await containers.inspect('db')).addresses['front'] ?? '';
    t.equal((await containers.inspect('app')).addresses['front'], fixed);
    t.match(await shell(host, 'app', 'ping -c1 -W2 db'), `(${db})`);
    t.match(await shell(host, 'app', 'ping -c1 -W2 store'), /^0 /);
    t.match(await shell(host, 'db', 'ping -c1 -W2 app'), `(${fixed})`);
    t.match(await shell(host, 'alone', 'ping -c1 -W1 db'), /^1 /, 'not from another network');
    t.match(await shell(host, 'alone', `ping -c1 -W1 ${db}`), /^1 /, 'not by address either');
    t.match(await shell(host, 'alone', 'ip route'), /^0 10\.201\.7\.0\/24/, 'internal: no way out');
    t.notMatch(await shell(host, 'alone', 'ip route'), 'default');
    t.match(await shell(host, 'app', 'ip route'), 'default');
    t.match(await shell(host, 'app', 'cat /etc/hosts'), `${fixed} app`);
    t.same((await networks.find('front'))?.leases, {
      [(await containers.inspect('db')).id]: db,
      [(await containers.inspect('app')).id]: fixed,
    });
    const taken = host.run({ name: 'late', networks: { front: { aliases: [], ipv4: fixed } } });
    t.match(await faultOf(taken), { kind: 'address-unusable', address: fixed });
    t.match(await faultOf(networks.remove('front')), { kind: 'in-use', by: ['db', 'app'] });
    for (const name of ['alone', 'late', 'app']) await containers.remove(name, { force: true });
  });

  t.test('are joined and left while a container runs', async (t) => {
    const id = await host.run({ name: 'walker' });
    t.match(await shell(host, id, 'ping -c1 -W1 db'), /^1 /);
    await containers.connect(id, 'front', { aliases: ['wanderer'], ipv4: null });
    t.match(await shell(host, id, 'ping -c1 -W2 db'), /^0 /);
    t.match(await shell(host, 'db', 'ping -c1 -W2 wanderer'), /^0 /);
    await containers.connect(id, 'back', { aliases: [], ipv4: '10.201.7.9' });
    const both = await containers.inspect(id);
    t.same(Object.keys(both.live.networks).sort(), ['back', 'front']);
    t.same(both.live, both.asked);
    t.equal(both.addresses['back'], '10.201.7.9');
    await containers.disconnect(id, 'front');
    t.match(await shell(host, id, 'ping -c1 -W1 db'), /^1 /);
    t.match(await shell(host, 'db', 'ping -c1 -W1 wanderer'), /^1 /);
    const one = await containers.inspect(id);
    t.same(one.live.networks, { back: { aliases: [], ipv4: '10.201.7.9' } });
    t.match(await shell(host, id, 'ip addr show'), 'eth1');
    await containers.remove(id, { force: true });
  });

  t.test('that somebody took away are seen as gone, and can be repaired', async (t) => {
    t.same((await containers.inspect('db')).staleNetworks, []);
    await shell(host, 'db', 'true');
    const { pid } = await containers.inspect('db');
    const { execFileSync } = await import('node:child_process');
    execFileSync('nsenter', ['--net', '--target', String(pid), 'ip', 'link', 'delete', 'eth0']);
    const drifted = await containers.inspect('db');
    t.same(drifted.live.networks, {});
    t.same(drifted.live, { ...drifted.asked, networks: {} }, 'nothing else differs');
    await containers.connect('db', 'front', { aliases: ['store'], ipv4: null });
    const repaired = await containers.inspect('db');
    t.same(repaired.live, repaired.asked);
    await containers.remove('db', { force: true });
  });

  t.test('publish ports on the address asked for', async (t) => {
    const port = await freePort();
    const ports = { [`127.0.0.1:${port}/tcp`]: 80 };
    const id = await host.run({ name: 'web', command: web, networks: on('back', 'front'), ports });
    t.equal(await fetched(port), 'web');
    const clash = host.run({ name: 'other', networks: on('front'), ports });
    t.match(await faultOf(clash), { kind: 'port-in-use', port, holder: 'web' });
    const anywhere = { [`0.0.0.0:${port}/tcp`]: 80 };
    const wider = host.run({ name: 'wider', networks: on('front'), ports: anywhere });
    t.match(await faultOf(wider), { kind: 'port-in-use', holder: 'web' });
    const program = createServer();
    program.listen(port, '127.0.0.1');
    const refusal: unknown[] = await once(program, 'error');
    t.match(refusal[0], { code: 'EADDRINUSE' }, 'the port is held against programs of the host');

    await containers.disconnect(id, 'back');
    t.equal(await fetched(port), 'web', 'leaving another network does not close it');
    await containers.stop(id);
    await containers.start(id);
    t.equal(await fetched(port), 'web', 'the port is free at once for the next run');
    await containers.remove(id, { force: true });
    for (const name of ['other', 'wider']) await containers.remove(name);

    const taken = createTcpServer().listen(port, '127.0.0.1');
    await once(taken, 'listening');
    const refused = await faultOf(host.run({ name: 'web', networks: on('front'), ports }));
    t.match(refused, { kind: 'port-in-use', port, hostIp: '127.0.0.1' });
    t.notOk(refused !== undefined && 'holder' in refused);
    taken.close();
    t.equal((await containers.inspect('web')).state, 'exited');
    await containers.remove('web');
  });

  t.test('many containers at once', async (t) => {
    const names = Array.from({ length: 6 }, (_, number) => `peer-${number}`);
    await Promise.all(names.map((name) => host.run({ name, networks: on('front') })));
    const views = await containers.list();
    const addresses = views.map(({ addresses }) => addresses['front']);
    t.equal(new Set(addresses).size, names.length, 'each has its own address');
    t.match(await shell(host, 'peer-0', 'ping -c1 -W2 peer-5'), /^0 /);
    await Promise.all(names.map((name) => containers.remove(name, { force: true })));
  });

  t.test('a container that is renamed while it runs answers to its new name at once', async (t) => {
    const aliases = { front: { aliases: ['shop', 'till'], ipv4: null } };
    const id = await host.run({ name: 'shop.next', networks: aliases });
    await host.run({ name: 'guest', networks: on('front') });
    const answers = async (name: string): Promise<boolean> =>
      (await shell(host, 'guest', `ping -c1 -W1 ${name}`)).startsWith('0 ');
    await containers.rename(id, 'shop');
    t.ok(await becomes(() => answers('shop')));
    t.ok(await becomes(async () => !(await answers('shop.next'))));
    await containers.rename(id, 'store', 'shop');
    t.ok(await becomes(() => answers('store')));
    t.ok(await becomes(async () => !(await answers('shop'))), 'the alias is given up, too');
    t.ok(await answers('till'), 'another one is not');
    t.same((await containers.inspect(id)).live.networks, {
      front: { aliases: ['till'], ipv4: null },
    });
    t.match(await shell(host, id, 'cat /etc/hosts'), /store/);
    await containers.stop(id);
    await containers.start(id);
    t.ok(await becomes(() => answers('store')));
    for (const name of ['store', 'guest']) await containers.remove(name, { force: true });
  });

  t.test('a name server that was killed is started again', async (t) => {
    await host.run({ name: 'one', networks: on('front') });
    await host.run({ name: 'two', networks: on('front') });
    const pidFile = `${host.runRoot}/network/aardvark-dns/aardvark.pid`;
    const server = Number(readFileSync(pidFile, 'utf8'));
    process.kill(server, 'SIGKILL');
    t.ok(await waitUntil(() => identify(server) === undefined, 5_000));
    t.match(await host.engine.reconcile(), { nameServerRevived: true });
    t.match(await shell(host, 'one', 'ping -c1 -W2 two'), /^0 /);
    await containers.remove('one', { force: true });
    await containers.remove('two', { force: true });
    t.notOk(existsSync(pidFile), 'it ends with the last container');
  });

  t.test('leaves the host as it was', async (t) => {
    t.same(await host.close(), []);
  });
});
