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
