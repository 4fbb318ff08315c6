/* What is told to an OCI runtime: pure rules, and users and paths in a root file system. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import {
  allCapabilities,
  capabilitiesOfMask,
  defaultCapabilities,
  defaultSeccomp,
  limitUpdate,
  ociLimits,
  ociProcess,
  ociSpec,
  readFailure,
  readInRoot,
  processesIn,
  readGroupUsage,
  readLimits,
  resolveCapabilities,
  resolveInRoot,
  resolveUser,
  suitableRuntimes,
  unknownCapabilities,
} from './index.js';

t.test('capabilities are added and dropped, `ALL` in either place', (t) => {
  t.same(resolveCapabilities([], []), [...defaultCapabilities].sort());
  t.equal(defaultCapabilities.length, 14);
  t.same(resolveCapabilities(['NET_ADMIN'], ['ALL']), ['CAP_NET_ADMIN']);
  t.same(
    resolveCapabilities(['ALL'], ['SYS_ADMIN'], ['CAP_CHOWN', 'CAP_SYS_ADMIN', 'CAP_BPF']),
    [...new Set([...defaultCapabilities, 'CAP_BPF'])].sort(),
  );
  t.notOk(resolveCapabilities([], ['CAP_CHOWN']).includes('CAP_CHOWN'), 'with its prefix too');
  t.same(unknownCapabilities(['ALL', 'CHOWN', 'CAP_BPF', 'FLY']), ['FLY']);
  t.same([...capabilitiesOfMask('00000000a80425fb')].sort(), [...defaultCapabilities].sort());
  t.same(capabilitiesOfMask('1ffffffffff'), allCapabilities);
  t.end();
});

t.test('the filter of system calls opens with capabilities', (t) => {
  const allowed = (caps: readonly string[]): ReadonlySet<string> =>
    new Set(
      defaultSeccomp(caps, 'x64')
        .syscalls.filter(({ action, args }) => action === 'SCMP_ACT_ALLOW' && args === undefined)
        .flatMap(({ names }) => names),
    );
  const usual = allowed(defaultCapabilities);
  for (const name of ['read', 'openat', 'execve', 'chroot', 'arch_prctl', 'futex']) {
    t.ok(usual.has(name), name);
  }
  for (const name of ['unshare', 'mount', 'clone', 'clone3', 'bpf', 'reboot', 'keyctl', 'setns']) {
    t.notOk(usual.has(name), name);
  }
  t.ok(allowed(['CAP_SYS_ADMIN']).has('unshare'));
  t.ok(allowed(['CAP_SYS_ADMIN']).has('clone3'));
  t.notOk(allowed([]).has('chroot'));
  const { syscalls, architectures } = defaultSeccomp([], 'x64');
  const clone3 = syscalls.filter(({ names }) => names.includes('clone3'));
  t.match(clone3, [{ action: 'SCMP_ACT_ERRNO', errnoRet: 38 }], 'programs fall back to clone');
  t.same(architectures, ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86']);
  t.ok(defaultSeccomp([], 'arm64').syscalls[0]?.names.includes('cacheflush'));
  t.end();
});

t.test('limits become resources, and lifting one is said so', (t) => {
  const all = { swap: true, tuning: true };
  const none = { memory: null, cpus: null, pids: null };
  t.same(ociLimits(none, all), {});
  t.same(ociLimits({ memory: 100, cpus: 1.5, pids: 7 }, all), {
    memory: { limit: 100, swap: 100 },
    cpu: { quota: 150_000, period: 100_000 },
    pids: { limit: 7 },
  });
  t.same(ociLimits({ memory: 100, cpus: 0.001, pids: null }, { swap: false, tuning: false }), {
    memory: { limit: 100 },
    cpu: { quota: 1000, period: 100_000 },
  });
  const further = {
    ...none,
    memory: 100,
    memory_swap: 300,
    memory_reservation: 50,
    memory_swappiness: 7,
    oom_kill_disable: true,
    cpu_shares: 512,
    cpu_period: 50_000,
    cpu_quota: 20_000,
    cpuset: '0-1',
    cpuset_mems: '0',
  };
  const cpu = { shares: 512, quota: 20_000, period: 50_000, cpus: '0-1', mems: '0' };
  t.same(ociLimits(further, all), {
    memory: { limit: 100, swap: 300, reservation: 50, swappiness: 7, disableOOMKiller: true },
    cpu,
  });
  t.same(
    ociLimits(further, { swap: true, tuning: false }),
    { memory: { limit: 100, swap: 300, reservation: 50 }, cpu },
    'without what version 2 has not',
  );
  t.end();
});

t.test('changes of limits: what the runtime is told, and what is written', (t) => {
  const none = { memory: null, cpus: null, pids: null };
  const inherited = { cpus: '0-3', mems: '0' };
  const runc = { layout: 'v1', swap: true, liftsItself: true, inherited } as const;
  const crun = { ...runc, liftsItself: false };
  t.same(limitUpdate(none, none, runc), {
    resources: {
      memory: { limit: -1, swap: -1 },
      cpu: { quota: -1, period: 100_000 },
      pids: { limit: -1 },
    },
    files: [],
  });
  t.same(limitUpdate(none, none, crun), {
    resources: {},
    files: [
      ['memory', 'memory.memsw.limit_in_bytes', '-1'],
      ['memory', 'memory.limit_in_bytes', '-1'],
      ['cpu', 'cpu.cfs_quota_us', '-1'],
      ['cpu', 'cpu.cfs_period_us', '100000'],
      ['pids', 'pids.max', 'max'],
    ],
  });
  t.same(limitUpdate(none, none, { ...crun, layout: 'v2' }).files, [
    ['memory', 'memory.swap.max', 'max'],
    ['memory', 'memory.max', 'max'],
    ['cpu', 'cpu.max', 'max 100000'],
    ['pids', 'pids.max', 'max'],
  ]);
  t.same(limitUpdate({ ...none, pids: 3 }, { pids: 3 }, runc).resources, { pids: { limit: 3 } });
  t.same(
    limitUpdate({ ...none, memory: 100 }, { memory: 100, memory_swap: null }, runc).resources,
    { memory: { limit: 100, swap: 100 } },
    'without a wish for swap there is none',
  );
  t.same(
    limitUpdate({ ...none, cpu_period: 50_000, cpu_quota: 9_000 }, { cpu_quota: 9_000 }, crun)
      .resources,
    { cpu: { quota: 9_000, period: 50_000 } },
    'a quota goes with the period that stays',
  );
  t.same(
    limitUpdate(none, { cpuset: null, cpuset_mems: null, cpu_shares: null }, runc).resources,
    { cpu: { shares: 1024, cpus: '0-3', mems: '0' } },
    'what is lifted is as in the group above',
  );
  const lifted = { memory_reservation: null };
  t.same(limitUpdate(none, lifted, runc).files, [['memory', 'memory.soft_limit_in_bytes', '-1']]);
  t.same(limitUpdate(none, lifted, { ...runc, layout: 'v2' }).files, [
    ['memory', 'memory.low', '0'],
  ]);
  t.end();
});

t.test('what a control group has used, in both layouts', (t) => {
  const directory = t.testdir({
    memory: {
      g: {
        'memory.usage_in_bytes': '9000\n',
        'memory.stat': 'cache 5000\ninactive_file 1\ntotal_inactive_file 4000\n',
      },
    },
    cpuacct: { g: { 'cpuacct.usage': '2500000\n' } },
    pids: {
      g: { 'pids.current': '3\n', 'cgroup.procs': '12\n7\n', below: { 'cgroup.procs': '9\n' } },
    },
    blkio: {
      g: {
        'blkio.throttle.io_service_bytes':
          '8:0 Read 100\n8:0 Write 7\n8:0 Total 107\n8:16 Read 20\nTotal 127\n',
      },
    },
    unified: {
      'memory.current': '9000\n',
      'memory.stat': 'anon 1\ninactive_file 4000\n',
      'cpu.stat': 'usage_usec 2500\nuser_usec 1\n',
      'pids.current': '3\n',
      'cgroup.procs': '12\n7\n',
      below: { 'cgroup.procs': '9\n' },
      'io.stat': '8:0 rbytes=100 wbytes=7 rios=1\n8:16 rbytes=20 wbytes=0 rios=2\n',
    },
  });
  const controllers = Object.fromEntries(
    ['memory', 'cpuacct', 'pids', 'blkio'].map((name) => [name, join(directory, name)]),
  );
  const used = { cpuTime: 2.5, memory: 5000, processes: 3, diskRead: 120, diskWritten: 7 };
  const before = { layout: 'v1', controllers, trees: [] } as const;
  t.same(readGroupUsage(before, '/g'), used);
  t.same(processesIn(before, '/g'), [7, 9, 12]);
  const unified = { layout: 'v2', controllers: {}, trees: [] } as const;
  const group = `/../../..${directory}/unified`;
  t.same(readGroupUsage(unified, group), used);
  t.same(processesIn(unified, group), [7, 9, 12]);
  const nothing = { cpuTime: 0, memory: 0, processes: 0, diskRead: 0, diskWritten: 0 };
  t.same(readGroupUsage(before, '/gone'), nothing);
  t.same(processesIn(before, '/gone'), []);
  t.end();
});

t.test('limits are read back as asked where the kernel only rounds', (t) => {
  const directory = t.testdir({
    memory: { g: { 'memory.limit_in_bytes': '8192\n' } },
    cpu: { g: { 'cpu.cfs_quota_us': '33333\n', 'cpu.cfs_period_us': '100000\n' } },
    pids: { g: { 'pids.max': 'max\n' } },
  });
  const controllers = Object.fromEntries(
    ['memory', 'cpu', 'pids'].map((name) => [name, join(directory, name)]),
  );
  const places = { layout: 'v1', controllers, trees: [] } as const;
  const asked = { memory: 8200, cpus: 1 / 3, pids: null };
  t.same(readLimits(places, '/g', asked), asked);
  const others = readLimits(places, '/g', { memory: 4096, cpus: null, pids: 5 });
  t.same(others, { memory: 8192, cpus: 0.33333, pids: null });
  t.same(readLimits(places, '/none', asked), asked, 'what cannot be read is as asked');
  t.end();
});

t.test('a spec puts users, namespaces and mounts where OCI has them', (t) => {
  const process = ociProcess({
    args: ['a'],
    env: { A: '1=2' },
    cwd: '/',
    user: { uid: 5, gid: 6, groups: [7] },
    capabilities: ['CAP_CHOWN'],
    noNewPrivileges: true,
    terminal: false,
  });
  t.same(process.env, ['A=1=2']);
  t.same(process.capabilities.effective, [], 'nothing in effect but for root');
  t.same(process.capabilities.bounding, ['CAP_CHOWN']);
  const shm = { destination: '/dev/shm', type: 'tmpfs', source: 'tmpfs', options: ['size=1k'] };
  const spec = ociSpec({
    process,
    rootfs: '/r',
    readOnly: true,
    hostname: 'h',
    mounts: [shm],
    cgroup: '/g',
    resources: {},
  });
  t.same(
    spec.mounts.filter(({ destination }) => destination === '/dev/shm'),
    [shm],
    'a mount of the spec replaces a customary one',
  );
  t.match(spec.linux.namespaces.at(-1), { type: 'network' });
  t.notOk('seccomp' in spec.linux);
  t.end();
});

t.test('messages of runtimes become exit codes', (t) => {
  const cases = [
    ['exec: "x": executable file not found in $PATH: unknown', 127],
    [
      'runc create failed: unable to start container process: exec: "/x": stat /x: no such file or directory: unknown',
      127,
    ],
    ['{"msg":"open executable: Permission denied","level":"error"}', 126],
    ['time="2026" level=error msg="exec format error"', 126],
    ['something else', 128],
    ['', 128],
  ] as const;
  for (const [text, exitCode] of cases) t.equal(readFailure(text).exitCode, exitCode, text);
  t.equal(readFailure('first\nexec failed: last: unknown\n').reason, 'last');
  t.same(suitableRuntimes('hybrid'), ['runc']);
  t.same(suitableRuntimes('v2'), ['crun', 'runc']);
  t.end();
});

t.test('paths and users are looked up without leaving the root', async (t) => {
  const base = mkdtempSync(join(tmpdir(), 'stowage-test-'));
  t.teardown(() => rmSync(base, { recursive: true }));
  const root = join(base, 'root');
  mkdirSync(join(root, 'etc'), { recursive: true });
  mkdirSync(join(root, 'real'));
  writeFileSync(join(base, 'secret'), 'outside');
  writeFileSync(join(root, 'real/passwd'), 'app:x:10:20:App:/srv/app:/bin/sh\nbroken\n::::::\n');
  writeFileSync(join(root, 'etc/group'), 'staff:x:20:\nweb:x:30:app,other\nops:x:31:other,app\n');
  symlinkSync('/real/passwd', join(root, 'etc/passwd'));
  symlinkSync('../../../../secret', join(root, 'up'));
  symlinkSync('loop', join(root, 'loop'));
  t.equal(await resolveInRoot(root, '/etc/passwd'), join(root, 'real/passwd'));
  t.equal(await resolveInRoot(root, '../../x/./y'), join(root, 'x/y'));
  t.equal(await readInRoot(root, '/up'), undefined, 'a link upwards stays inside');
  await t.rejects(resolveInRoot(root, '/loop/x'), /too many levels/);
  t.equal(await readInRoot(root, '/etc'), undefined, 'a directory is no text');
  t.same(await resolveUser(root, 'app'), { uid: 10, gid: 20, groups: [30, 31], home: '/srv/app' });
  t.same(await resolveUser(root, '10:web'), { uid: 10, gid: 30, groups: [], home: '/srv/app' });
  t.same(await resolveUser(root, ''), { uid: 0, gid: 0, groups: [], home: '/' });
  await t.rejects(resolveUser(root, 'app:nobody'), /no group nobody/);
  await t.rejects(resolveUser(root, 'nobody'), /no user nobody/);
});
