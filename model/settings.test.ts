/*
 * The attributes that most containers do without: what is at its default counts as left out, so that
 * what was recorded before an attribute was known means the same.
 */
import t from 'tap';
import {
  completeContainer,
  containerSpecOf,
  emptyImageConfig,
  findLacking,
  hasShapeOf,
  kindSchemas,
  parseRecord,
  seccompText,
  settingNames,
  toJson,
  withLiveSettings,
  type ContainerSpec,
} from './index.js';

const base = { name: 'web', image: 'app' };
const complete = (spec: object) => completeContainer({ ...base, ...spec }, emptyImageConfig);

t.test('a record from before these attributes means what it meant', async (t) => {
  const old =
    '{"command":["serve"],"cpus":1.5,"hostname":"web","image":"app","memory":67108864,"name":"web","networks":{"back":{"aliases":["web"]}},"ports":[{"container":80,"host":8080}],"seccomp":"unconfined"}';
  const record = parseRecord('container', old);
  t.ok(record);
  const completed = completeContainer(record ?? base, emptyImageConfig);
  t.same(
    settingNames.filter((name) => name in completed),
    [],
  );
  t.equal(completed.seccomp, 'unconfined');
});

t.test('what says the default is left out', async (t) => {
  const usual: Partial<ContainerSpec> = {
    tty: false,
    dns: [],
    hosts: {},
    pid: 'private',
    network_mode: 'none',
    memory: 2 ** 26,
    memory_swap: 2 ** 26,
    shm_size: 64 * 2 ** 20,
    cpu_shares: 1024,
    privileged: false,
    selinux: { disable: false },
    blkio: { read_bps: {} },
  };
  t.same(complete(usual), complete({ memory: 2 ** 26 }));
  t.notSame(complete({ masked_paths: [] }), complete({}), 'hiding nothing is no default');
  t.same(
    complete({ devices: ['/dev/b', '/dev/a'].map((host) => ({ host })) }).devices,
    ['/dev/a', '/dev/b'].map((host) => ({ host, container: host, permissions: 'rwm' })),
  );
  t.same(complete({ gpus: [{}] }).gpus, [{ capabilities: ['gpu'] }]);
  t.equal(seccompText('{ "b": [1], "a": {} }\n'), '{"a":{},"b":[1]}');
});

t.test('a completed container gives its settings back', async (t) => {
  const settings = { tty: true, dns: ['10.0.0.1'], ulimits: { nofile: { soft: 1, hard: 2 } } };
  const { spec, missed } = containerSpecOf(complete(settings), emptyImageConfig);
  t.match(spec, settings);
  t.same(missed, []);
});

t.test('limits that are lifted are gone', async (t) => {
  const before = complete({ memory: 2 ** 26, memory_swap: 2 ** 27, cpu_shares: 2 });
  const after = withLiveSettings(before, { memory_swap: null, cpu_shares: 512 });
  t.same(after, complete({ memory: 2 ** 26, cpu_shares: 512 }));
});

t.test('shapes follow the schemas', async (t) => {
  const schema = kindSchemas.container;
  t.ok(hasShapeOf(schema, { ...base, ulimits: { core: { soft: 1, hard: 1 } } }));
  t.ok(hasShapeOf(schema, { ...base, pid: 'container:one' }));
  for (const wrong of [
    { tty: 1 },
    { dns: [1] },
    { pid: 'x' },
    { ulimits: { core: {} } },
    { z: 1 },
  ]) {
    t.notOk(hasShapeOf(schema, { ...base, ...wrong }), JSON.stringify(wrong));
  }
});

t.test('what an engine cannot do is found where it is written', async (t) => {
  const lacks = [
    { kind: 'container', path: 'health.start_interval', why: 'is old' },
    { kind: 'container', path: 'networks.*.aliases.*', why: 'has no names' },
    { kind: 'container', path: 'pid', why: 'shares nothing', except: ['private'] },
    { kind: 'volume', path: 'labels', why: 'is no container' },
  ] as const;
  const find = (spec: object) =>
    findLacking('container', toJson({ ...base, labels: {}, ...spec }), lacks).map(({ path }) =>
      path.join('/'),
    );
  t.same(find({ health: { test: ['x'] }, pid: 'private' }), []);
  t.same(find({ health: { test: ['x'], start_interval: 1 } }), ['health/start_interval']);
  t.same(find({ networks: { a: { aliases: ['b', 'c'] } } }), [
    'networks/a/aliases/0',
    'networks/a/aliases/1',
  ]);
  t.same(find({ pid: 'host' }), ['pid']);
});
