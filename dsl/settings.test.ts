/* The attributes that most containers do without, as they are written and as they clash. */
import t from 'tap';
import { compile } from './compile.js';

const compiled = (body: string) => {
  const text = `stack shop\ncontainer web {\n  image: "registry.example.org/web:1"\n${body}\n}\n`;
  const { value, diagnostics } = compile([{ path: 'main.stow', text }]);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const spec = value?.resources.find(({ kind }) => kind === 'container')?.spec;
  return { spec, errors: errors.map(({ summary }) => summary) };
};

t.test('short forms', async (t) => {
  const { spec, errors } = compiled(
    '  ulimits: { nofile: 4096, core: { soft: 0, hard: -1 } }\n  devices: ["/dev/fuse"]\n  log: "none"\n  shm_size: 1GiB\n  oom_score_adj: -500',
  );
  t.same(errors, []);
  t.match(spec, {
    ulimits: { nofile: { soft: 4096, hard: 4096 }, core: { soft: 0, hard: -1 } },
    devices: [{ host: '/dev/fuse' }],
    log: { driver: 'none' },
    shm_size: 2 ** 30,
    oom_score_adj: -500,
  });
});

t.test('the network of the host', async (t) => {
  const { spec, errors } = compiled('  network_mode: "host"');
  t.same(errors, []);
  t.match(spec, { network_mode: 'host', networks: {} });
  t.notMatch(spec, { hostname: 'web' }, 'it has the name of the host');
});

/** What two containers become, of which one may share with the other. */
const two = (web: string, db = '') => {
  const image = 'image: "registry.example.org/web:1"';
  const text = `stack shop\ncontainer db {\n  ${image}\n${db}\n}\ncontainer web {\n  ${image}\n${web}\n}\n`;
  const { value, diagnostics } = compile([{ path: 'main.stow', text }]);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const found = value?.resources.find(({ address }) => address === 'container.web');
  return {
    spec: found?.spec,
    dependsOn: found?.dependsOn.map(({ address, condition, via }) => [address, condition, via]),
    errors: errors.map(({ summary }) => summary),
    places: errors.map(({ span }) => span?.start.line),
  };
};

t.test('the namespaces of another container', async (t) => {
  const modes = [
    ['  network_mode: db', 'network_mode'],
    ['  network_mode: container.db', 'network_mode'],
    ['  network_mode: "container:shop-db"', 'network_mode'],
    ['  pid: db', 'pid'],
  ] as const;
  for (const [written, attribute] of modes) {
    const { spec, dependsOn, errors } = two(written);
    t.same(errors, [], written);
    t.match(spec, { [attribute]: 'container:shop-db' });
    t.match(dependsOn?.at(-1), ['container.db', 'started', attribute], 'which has to run first');
  }
  const { spec } = two('  network_mode: db');
  t.match(spec, { networks: {} });
  t.notMatch(spec, { hostname: 'web' }, 'it has the name of the other');
  t.same(two('  ipc: db', '  ipc: "shareable"').errors, []);
  const outside = two('  network_mode: "container:vpn"');
  t.same(outside.errors, [], 'one of no stack');
  t.match(outside.spec, { network_mode: 'container:vpn' });
});

t.test('namespaces of other containers that cannot be shared', async (t) => {
  const cases: readonly (readonly [web: string, expected: RegExp, db?: string])[] = [
    ['  network_mode: db\n  networks: ["x"]', /both `network_mode` and `networks`/],
    ['  network_mode: db\n  ports: [127.0.0.1:80 -> 80]', /another container, which would have to/],
    ['  network_mode: db\n  hostname: "x"', /has `hostname`, and shares the network of another/],
    ['  network_mode: db\n  dns: ["10.0.0.1"]', /has `dns`, and shares the network/],
    ['  network_mode: db\n  hosts: { a: "10.0.0.1" }', /has `hosts`, and shares the network/],
    ['  network_mode: db\n  sysctls: { "net.core.somaxconn": "9" }', /sets `net.core.somaxconn`/],
    [
      '  ipc: db\n  shm_size: 1GiB',
      /has `shm_size`, and shares the shared memory/,
      '  ipc: "shareable"',
    ],
    [
      '  ipc: db\n  sysctls: { "kernel.shmmax": "9" }',
      /sets `kernel.shmmax`/,
      '  ipc: "shareable"',
    ],
    ['  ipc: db', /shared memory of container.db, which does not share it/],
    ['  network_mode: db', /which is a job and ends/, '  job: true'],
    ['  pid: db', /which is not to run/, '  state: "stopped"'],
    ['  network_mode: web', /container.web -> container.web is a cycle/],
    ['  network_mode: db', /is a cycle/, '  pid: web'],
    ['  network_mode: "hst"', /`network_mode`/],
    ['  network_mode: nobody', /nobody/],
  ];
  for (const [web, expected, db] of cases) {
    const { errors, places } = two(web, db);
    t.equal(errors.length, 1, `${web} ${db ?? ''}: ${errors.join('; ')}`);
    t.match(errors[0], expected, web);
    t.ok(places[0]);
  }
  t.same(two('  pid: db\n  state: "stopped"', '  state: "stopped"').errors, []);
});

t.test('what cannot stand beside each other', async (t) => {
  const of = (body: string) => compiled(body).errors;
  const cases: readonly (readonly [string, RegExp])[] = [
    ['  memory_swap: 1GiB', /no `memory`/],
    ['  memory: 2GiB\n  memory_swap: 1GiB', /less `memory_swap`/],
    ['  memory: 1GiB\n  memory_reservation: 2GiB', /reserves more/],
    ['  cpus: 1.0\n  cpu_quota: 5000', /both `cpus` and `cpu_quota`/],
    ['  ulimits: { nofile: { soft: 2, hard: 1 } }', /soft limit of `nofile`/],
    ['  network_mode: "host"\n  networks: ["x"]', /both `network_mode` and `networks`/],
    ['  network_mode: "host"\n  ports: [127.0.0.1:80 -> 80]', /publishes ports/],
    ['  uts: "host"\n  hostname: "x"', /shares the names of the host/],
    ['  network_mode: "host"\n  sysctls: { "net.core.somaxconn": "9" }', /shares the network/],
    ['  gpus: [{ count: 1, ids: ["a"] }]', /how many devices and which/],
    ['  devices: ["/dev/a", { host: "/dev/b", container: "/dev/a" }]', /two devices at/],
    ['  selinux: { disable: true, user: "u" }', /switched off/],
    ['  seccomp: "{ x }"', /no JSON/],
    ['  mounts: [{ source: "/a", target: "/b", no_copy: true }]', /`no_copy`, which only a volume/],
    ['  mounts: [{ source: "v", target: "/b", propagation: "rslave" }]', /only a path of the host/],
    ['  mounts: [{ source: "/a", target: "/b", recursive: "readonly" }]', /for read-only mounts/],
    [
      '  mounts: [{ source: "/a", target: "/b", selinux: "shared", recursive: "disabled" }]',
      /both `selinux` and `recursive`/,
    ],
  ];
  for (const [body, expected] of cases) {
    const [error = ''] = of(body);
    t.match(error, expected, body);
  }
});
