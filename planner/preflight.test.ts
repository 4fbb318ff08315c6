/* What preflight asks for a plan, and what it says of the answer. */
import t from 'tap';
import type { ContainerSpec, Diagnostic, SurveyQuery } from '../model/index.js';
import { checkPreflight, surveyQuery } from './preflight.js';
import {
  container,
  hostWith,
  image,
  network,
  newHost,
  on,
  port,
  type Host,
  type Written,
} from './testing/index.js';

async function asked(host: Host, stack: readonly Written[]): Promise<SurveyQuery | undefined> {
  return surveyQuery({ plan: await host.plan(stack), observation: await host.observe(stack) });
}

/** What preflight says of a stack on a host. */
async function obstacles(host: Host, stack: readonly Written[]): Promise<readonly Diagnostic[]> {
  const plan = await host.plan(stack);
  const observation = await host.observe(stack);
  const resources = stack.map(({ resource }) => resource);
  const query = surveyQuery({ plan, observation });
  if (!query) return [];
  return checkPreflight({ plan, observation, resources }, await host.engine.survey(query));
}

const codes = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.map(({ code }) => code);

const front = network('front', { subnet: '10.1.0.0/24' });
const web = (spec: Partial<ContainerSpec>, lines: Readonly<Record<string, number>> = {}): Written =>
  container('web', { ...on('shop-front'), ...spec }, { lines });
const bound = (source: string): Partial<ContainerSpec> => ({
  mounts: [{ type: 'bind', source, target: '/data' }],
});
const at = (ipv4: string): Partial<ContainerSpec> => ({ networks: { 'shop-front': { ipv4 } } });

t.test('a plan is asked for all that it needs, and an empty one for nothing', async (t) => {
  const stack = [front, web({ ...port(80), ...bound('/srv/a'), ...at('10.1.0.9') })];
  const host = newHost();
  t.same(await asked(host, stack), {
    ports: ['0.0.0.0:80/tcp'],
    sources: ['/srv/a'],
    subnets: ['10.1.0.0/24'],
    addresses: [],
    uses: [],
    platforms: [],
    room: true,
  });
  await host.apply(stack);
  t.equal(await asked(host, stack), undefined);
  await host.byHand({ do: 'stop', name: 'shop-web' });
  t.same(await asked(host, stack), {
    ports: ['0.0.0.0:80/tcp'],
    sources: ['/srv/a'],
    subnets: [],
    addresses: [{ network: 'shop-front', address: '10.1.0.9' }],
    uses: [{ kind: 'network', name: 'shop-front' }],
    platforms: [],
    room: false,
  });
});

t.test('a container that is only made, or on no network, publishes no port', async (t) => {
  const lonely = container('web', { ...port(80), networks: {} });
  t.match(await asked(newHost(), [lonely]), { ports: [] });
  const stopped = web({ ...port(80), state: 'stopped' });
  t.match(await asked(newHost(), [front, stopped]), { ports: [] });
});

t.test('a port that somebody else holds is an error at its place', async (t) => {
  const stack = [front, web(port(80), { 'ports[0]': 7 })];
  const host = newHost();
  host.engine.world.host.listeners.set('127.0.0.1:80/tcp', 'nginx (process 8)');
  const [taken, ...others] = await obstacles(host, stack);
  t.same(others, []);
  t.match(taken, { code: 'port-taken', severity: 'error', span: { start: { line: 7 } } });
  t.match(taken?.detail, /container\.web is to publish it, and nginx \(process 8\) listens/);
  const udp = web({ ports: [{ host: 80, container: 80, protocol: 'udp' }] });
  t.same(await obstacles(host, [front, udp]), [], 'another protocol is another port');
  const elsewhere = web({ ports: [{ host_ip: '10.0.0.1', host: 80, container: 80 }] });
  t.same(await obstacles(host, [front, elsewhere]), [], 'another address, too');
});

t.test('what a container of the plan gives up is free, what another keeps is not', async (t) => {
  const old = [front, web(port(80)), container('other', on('shop-front'))];
  const host = await hostWith(old);
  const passed = [front, web({}), container('other', { ...on('shop-front'), ...port(80) })];
  t.same(await obstacles(host, passed), []);
  t.same(await obstacles(host, [front, web({ ...port(80), env: { A: '1' } })]), []);
  for (const [id, one] of host.engine.world.containers) {
    if (one.name === 'shop-web') host.engine.world.containers.set(id, { ...one, labels: {} });
  }
  const [taken] = await obstacles(host, [
    front,
    container('new', { ...on('shop-front'), ...port(80) }),
  ]);
  t.match(taken, { code: 'port-taken', detail: /container shop-web listens there/ });
});

t.test('sources, subnets, addresses and room', async (t) => {
  const host = newHost();
  const { world } = host.engine;
  world.host.missing.add('/srv/a');
  world.host.routes.set('10.1.0.0/24', 'interface eth1');
  world.host.free = 0;
  t.same(codes(await obstacles(host, [front, web(bound('/srv/a'))])), [
    'mount-source-missing',
    'subnet-taken',
    'disk-full',
  ]);
  world.host.routes.clear();
  world.host.free = 2 ** 28;
  const stack = [front, web(at('10.1.0.9'))];
  t.match(await obstacles(host, stack), [{ code: 'disk-nearly-full', severity: 'warning' }]);
  world.host.free = 2 ** 40;
  await host.apply(stack);
  const moved = [front, container('new', at('10.1.0.9'))];
  t.same(await obstacles(host, moved), [], 'its holder goes by the same plan');
  for (const [id, one] of world.containers) world.containers.set(id, { ...one, labels: {} });
  t.match(await obstacles(host, moved), [
    { code: 'address-taken', detail: /container shop-web has it/ },
  ]);
});

t.test('a network that is made anew may have its own subnet again', async (t) => {
  const host = await hostWith([front]);
  t.same(await obstacles(host, [network('front', { subnet: '10.1.0.0/24', internal: true })]), []);
  t.match(await obstacles(host, [front, network('more', { subnet: '10.1.0.0/24' })]), [
    { code: 'subnet-taken', detail: /network shop-front/ },
  ]);
  t.same(await obstacles(host, [front, image('app', {}, { a: 'b' })]), []);
});

t.test('what is used has to be there, or to be made', async (t) => {
  const mounted = web({ mounts: [{ type: 'volume', source: 'theirs', target: '/data' }] });
  t.same(codes(await obstacles(newHost(), [front, mounted])), ['volume-missing']);
  const lost = container('web', { networks: { elsewhere: {} } });
  t.same(codes(await obstacles(newHost(), [lost])), ['network-missing']);
  const sharer = container('web', { pid: 'container:theirs' });
  t.same(codes(await obstacles(newHost(), [sharer])), ['container-missing']);
  const both = [container('theirs', { name: 'theirs' }), sharer];
  t.same(codes(await obstacles(newHost(), both)), [], 'it is made');
});

t.test('of a host that cannot be looked at, that is said', async (t) => {
  const host = newHost();
  host.engine.world.host.isElsewhere = true;
  const found = await obstacles(host, [front, web(bound('/srv/a'))]);
  t.match(found, [{ code: 'mount-source-unseen', severity: 'warning', summary: /"\/srv\/a"/ }]);
});
