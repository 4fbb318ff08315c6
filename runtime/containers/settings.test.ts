/*
 * What most containers do without, on the real kernel: each is seen from inside the container, or in
 * the kernel's own files, with every OCI runtime that works here.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { CompletedContainer } from '../../model/index.js';
import { cgroupLayout, cgroupPlaces, controllerDirectory, suitableRuntimes } from '../oci/index.js';
import { findExecutable } from '../parts/index.js';
import { cannotRunContainers, faultOf, makeTestHost, type TestHost } from '../testing/index.js';

const skip = cannotRunContainers() ?? false;
const soon = (): AbortSignal => AbortSignal.timeout(10_000);
const runtimes = suitableRuntimes(cgroupLayout()).filter((name) => findExecutable(name));
const v1 = cgroupLayout() !== 'v2';

type Changes = Omit<Partial<CompletedContainer>, 'name' | 'command'>;

interface World {
  readonly host: TestHost;
  /** What a script says that runs as a container's own process. */
  readonly said: (script: string, changes: Changes) => Promise<string>;
  readonly runtime: string;
}

/** A host for each runtime; the last test of each looks for what is left. */
function withEach(t: Test, body: (t: Test, world: World) => void): void {
  for (const runtime of runtimes) {
    t.test(runtime, async (t) => {
      const host = await makeTestHost(['/bin/true']);
      t.teardown(() => host.close());
      const { containers } = host.engine;
      const said = async (script: string, changes: Changes): Promise<string> => {
        const command = ['sh', '-c', script];
        try {
          const id = await host.run({ name: 'said', runtime, ...changes, command });
          await containers.wait(id, soon());
          const lines: string[] = [];
          for await (const { text } of containers.logs(id)) lines.push(text);
          return lines.join('\n');
        } finally {
          await containers.remove('said', { force: true });
        }
      };
      body(t, { host, said, runtime });
      t.test('leaves the host as it was', async (t) => {
        t.same(await host.close(), []);
      });
    });
  }
  t.end();
}

t.test('settings', { skip }, (t) =>
  withEach(t, (t, { host, said, runtime }) => {
    const { containers } = host.engine;

    t.test('who it is: groups, domain, terminal', async (t) => {
      const groups = await said('id -G', { user: 'web', group_add: ['logs', '77'] });
      t.same(groups.split(' ').map(Number).sort(), [1000, 2000, 77].sort());
      const missing = faultOf(said('id', { group_add: ['nobody-here'] }));
      t.match(await missing, { kind: 'setting-unusable', setting: 'group_add' });
      const named = await said('cat /proc/sys/kernel/domainname; tail -n 1 /etc/hosts', {
        domainname: 'example.org',
        hostname: 'web',
      });
      t.equal(named, 'example.org\n127.0.1.1 web.example.org web said');
      const terminal = await said('test -t 1 && test -t 0 && echo $TERM', { tty: true });
      t.match(terminal, 'xterm');
      const reading = 'timeout 1 cat; echo $?';
      t.equal(await said(reading, {}), '0', 'reading ends at once');
      t.match(await said(reading, { stdin_open: true }), '143', 'an open input is waited for');
    });

    t.test('how names are resolved', async (t) => {
      const changes = {
        hosts: { db: '10.1.2.3', six: 'fd00::7' },
        dns: ['10.9.8.7', '10.9.8.6'],
        dns_search: ['one.example', 'two.example'],
        dns_options: ['ndots:3', 'rotate'],
      };
      const text = await said('tail -n 2 /etc/hosts; cat /etc/resolv.conf', changes);
      t.same(text.split('\n'), [
        '10.1.2.3 db',
        'fd00::7 six',
        'nameserver 10.9.8.7',
        'nameserver 10.9.8.6',
        'search one.example two.example',
        'options ndots:3 rotate',
      ]);
    });

    t.test('the host’s namespaces', async (t) => {
      const own = (name: string): string =>
        execFileSync('readlink', [`/proc/self/ns/${name}`], { encoding: 'utf8' }).trim();
      const shared: readonly (readonly [string, Changes])[] = [
        ['net', { network_mode: 'host' }],
        ['pid', { pid: 'host' }],
        ['ipc', { ipc: 'host' }],
        ['uts', { uts: 'host' }],
        ['cgroup', { cgroupns: 'host' }],
      ];
      for (const [name, changes] of shared) {
        const script = `readlink /proc/self/ns/${name}`;
        t.equal(await said(script, changes), own(name), `${name} is shared`);
        t.not(await said(script, {}), own(name), `${name} is private otherwise`);
      }
      t.equal(await said('hostname', { uts: 'host' }), hostname());
      t.equal(await said('hostname', { network_mode: 'host' }), hostname());
      const names = await said('cat /etc/hosts', {
        network_mode: 'host',
        hosts: { gateway: 'host-gateway' },
      });
      t.equal(names, `${readFileSync('/etc/hosts', 'utf8').trimEnd()}\n127.0.0.1 gateway`);
    });

    t.test('one that sees the host’s processes ends with all of its own', async (t) => {
      const script = 'sleep 987654 & exec sleep 987654';
      const id = await host.run({
        name: 'seer',
        runtime,
        pid: 'host',
        command: ['sh', '-c', script],
      });
      await containers.remove(id, { force: true });
      const left = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
      t.notMatch(left, /^sleep 987654/m);
    });

    t.test('shared memory and limits of processes', async (t) => {
      t.match(await said('df -k /dev/shm', { shm_size: 2 ** 20 }), /\s1024\s/);
      t.equal(await said('mount | grep -c /dev/shm', { ipc: 'none' }), '0');
      const limits = await said('ulimit -n; ulimit -Hn; ulimit -c; ulimit -s', {
        ulimits: {
          nofile: { soft: 100, hard: 200 },
          core: { soft: -1, hard: -1 },
          stack: { soft: 4_194_304, hard: -1 },
        },
      });
      t.same(limits.split('\n'), ['100', '200', 'unlimited', '4096']);
      t.equal(await said('cat /proc/self/oom_score_adj', { oom_score_adj: 300 }), '300');
    });

    t.test('what the host forbids is as near as it can be, and said', async (t) => {
      const most = Number(
        /^Max open files\s+\S+\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1],
      );
      const mask = BigInt(
        `0x${/^CapEff:\s*(\w+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'}`,
      );
      const raises = ((mask >> 24n) & 1n) === 1n;
      const command = ['sh', '-c', 'ulimit -Hn; cat /proc/self/oom_score_adj; sleep 1000'];
      const wish = most + 1;
      const id = await host.create({
        name: 'wisher',
        runtime,
        command,
        ulimits: { nofile: { soft: wish, hard: wish } },
        oom_score_adj: -900,
      });
      const warnings = await containers.start(id);
      const view = await containers.inspect(id);
      t.same(view.live, view.asked, 'and is no difference');
      if (raises) t.same(warnings, []);
      else {
        t.match(warnings, [
          /^ulimit nofile is \d+ and not/,
          /^oom_score_adj is -?\d+ and not -900/,
        ]);
        const { stdout } = await containers.execCaptured(id, ['sh', '-c', 'ulimit -Hn']);
        t.equal(stdout.trim(), String(most));
      }
      await containers.remove(id, { force: true });
    });

    t.test('parameters of the kernel, annotations', async (t) => {
      const script = 'cat /proc/sys/net/ipv4/ip_forward /proc/sys/kernel/msgmax';
      const sysctls = { 'net.ipv4.ip_forward': '1', 'kernel.msgmax': '9000' };
      t.equal(await said(script, { sysctls }), '1\n9000');
      t.equal(await said('echo well', { annotations: { 'org.example.note': 'ü' } }), 'well');
      const refused = faultOf(said('true', { sysctls: { 'vm.swappiness': '3' } }));
      t.match(await refused, { kind: 'start-failed' });
    });

    t.test('paths that are hidden, or refuse writing', async (t) => {
      const script =
        'wc -c </proc/keys; [ -w /proc/sys/kernel/hostname ] && echo w; mount | grep -c " /proc/"';
      const none = await said(script, { masked_paths: [], readonly_paths: [] });
      t.match(none, /^[1-9]\d*\n(?:w\n)?0$/);
      const some = await said('wc -c </proc/version; echo 1 >/proc/self/oom_score_adj; echo $?', {
        masked_paths: ['/proc/version'],
        readonly_paths: [],
      });
      t.match(some, /^0\n/);
    });

    t.test('devices, by path and by rule', async (t) => {
      const devices = [
        { host: '/dev/full', container: '/dev/mine' },
        { host: '/dev/kmsg', container: '/dev/log-of-host', permissions: 'r' },
      ];
      const script =
        'head -c 2 /dev/mine | wc -c; (exec 3<>/dev/log-of-host) 2>&1; stat -c %t:%T /dev/log-of-host';
      const text = await said(script, { devices });
      t.match(text, /^2\n.*(?:not permitted|Permission denied).*\n1:b$/s);
      const missing = faultOf(said('true', { devices: [{ host: '/dev/no-such-thing' }] }));
      t.match(await missing, { kind: 'setting-unusable', setting: 'devices' });
      const none = faultOf(said('true', { devices: [{ host: '/etc/hosts' }] }));
      t.match(await none, { kind: 'setting-unusable', value: '/etc/hosts' });
      const make = 'mknod /tmp/fuse c 10 229 && (exec 3<>/tmp/fuse) 2>&1 && echo opened';
      t.match(await said(make, {}), /not permitted/);
      t.notMatch(
        await said(make, { device_cgroup_rules: ['c 10:229 rwm'] }),
        /not permitted/,
        'a rule lets it be used',
      );
    });

    t.test('devices of vendors', async (t) => {
      mkdirSync('/run/cdi', { recursive: true });
      t.teardown(() => rmSync('/run/cdi', { recursive: true, force: true }));
      const described = [
        'cdiVersion: 0.6.0',
        'kind: nvidia.com/gpu',
        'containerEdits:',
        '  env: [DRIVER=5]',
        '  hooks:',
        '    - { hookName: createRuntime, path: /bin/sh, args: [sh, -c, "cat >/dev/null; touch /run/cdi/hooked"] }',
        'devices:',
        '  - name: "0"',
        '    containerEdits: { deviceNodes: [{ path: /dev/gpu0, hostPath: /dev/full }] }',
        '  - name: "1"',
        '    containerEdits: { deviceNodes: [{ path: /dev/gpu1, hostPath: /dev/full }], additionalGids: [44] }',
        '  - name: all',
        '    containerEdits: { deviceNodes: [{ path: /dev/gpu-all, hostPath: /dev/full }], mounts: [{ hostPath: /run/cdi, containerPath: /opt/driver, options: [ro] }] }',
      ];
      writeFileSync('/run/cdi/nvidia.yaml', described.join('\n'));
      const script = 'ls -d /dev/gpu* /opt/driver/*.yaml 2>/dev/null; echo $DRIVER; id -G';
      const first = await said(script, { gpus: [{ count: 1, capabilities: ['gpu'] }] });
      t.match(first, /^\/dev\/gpu0\n5\n0/);
      t.ok(statSync('/run/cdi/hooked'), 'its program was run');
      const named = await said(script, { gpus: [{ driver: 'cdi', ids: ['nvidia.com/gpu=1'] }] });
      t.match(named, /^\/dev\/gpu1\n5\n0.* 44/);
      const all = await said(script, { gpus: [{ count: -1 }] });
      t.match(all, /\/dev\/gpu-all\n\/opt\/driver\/nvidia.yaml\n5/);
      for (const gpus of [[{ count: 3 }], [{ driver: 'cdi', ids: ['a.b/c=d'] }]]) {
        const fault = await faultOf(said('true', { gpus }));
        t.match(fault, { kind: 'setting-unusable', setting: 'gpus' });
      }
    });

    t.test('privileges', async (t) => {
      const script =
        'grep -E "^(CapEff|Seccomp):" /proc/self/status; [ -w /sys/kernel ] && mount | grep " /sys "; ls /dev | wc -l';
      const own = /^CapBnd:\s*(\w+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
      const text = await said(script, { privileged: true });
      t.match(text, `CapEff:\t${own ?? ''}\nSeccomp:\t0`);
      t.match(text, /sysfs \(rw/);
      t.ok(Number(text.split('\n').at(-1)) > 20, 'every device of the host');
      t.match(await said('mknod /tmp/d b 7 0 && cat /proc/keys', { privileged: true }), /keyring/);
      const less = await said('grep CapEff /proc/self/status', {
        privileged: true,
        cap_drop: ['SYS_ADMIN'],
      });
      t.notMatch(less, own ?? '');
      t.equal(await said('true; echo $?', { apparmor: 'unconfined', userns: 'host' }), '0');
    });

    t.test('profiles of system calls', async (t) => {
      const refusing = {
        defaultAction: 'SCMP_ACT_ALLOW',
        archMap: [{ architecture: 'SCMP_ARCH_X86_64', subArchitectures: ['SCMP_ARCH_X86'] }],
        syscalls: [
          { names: ['mkdir', 'mkdirat'], action: 'SCMP_ACT_ERRNO', errnoRet: 31, comment: 'no' },
          {
            names: ['symlink', 'symlinkat'],
            action: 'SCMP_ACT_ERRNO',
            excludes: { caps: ['CAP_SYS_ADMIN'] },
          },
        ],
      };
      const seccomp = JSON.stringify(refusing);
      const script = '(mkdir /tmp/a; ln -s x /tmp/b) 2>&1; grep ^Seccomp: /proc/self/status';
      t.match(await said(script, { seccomp }), /Too many links\n.*not permitted\nSeccomp:\t2/s);
      const trusted = await said(script, { seccomp, cap_add: ['SYS_ADMIN'] });
      t.notMatch(trusted, /not permitted/, 'a condition that does not hold');
      const broken = faultOf(said('true', { seccomp: '{"syscalls": 3}' }));
      t.match(await broken, { kind: 'setting-unusable', setting: 'seccomp' });
    });

    t.test('limits stand in the kernel, change alive, and drift one by one', async (t) => {
      const mebibyte = 2 ** 20;
      const wish: Changes = {
        memory: 64 * mebibyte,
        memory_swap: 96 * mebibyte,
        memory_reservation: 32 * mebibyte + 1,
        cpu_shares: 300,
        cpu_period: 50_000,
        cpu_quota: 20_000,
        cpuset: '0',
        cpuset_mems: '0',
        ...(v1 && { memory_swappiness: 7, oom_kill_disable: true }),
      };
      const id = await host.run({ name: 'limited', runtime, ...wish });
      const same = async (message: string): Promise<void> => {
        const { live, asked } = await containers.inspect(id);
        t.same(live, asked, message);
      };
      await same('what was asked for is there');
      const file = (controller: string, name: string): string =>
        join(controllerDirectory(cgroupPlaces(), controller, `/stowage/${id}`) ?? '', name);
      if (v1) {
        const read = (controller: string, name: string): string =>
          readFileSync(file(controller, name), 'utf8').trim();
        t.equal(read('memory', 'memory.memsw.limit_in_bytes'), String(96 * mebibyte));
        t.equal(read('memory', 'memory.soft_limit_in_bytes'), String(32 * mebibyte));
        t.equal(read('memory', 'memory.swappiness'), '7');
        t.match(read('memory', 'memory.oom_control'), /^oom_kill_disable 1/);
        t.equal(read('cpu', 'cpu.shares'), '300');
        t.equal(read('cpu', 'cpu.cfs_quota_us'), '20000');
        t.equal(read('cpuset', 'cpuset.cpus'), '0');
        const drifts = [
          ['memory', 'memory.memsw.limit_in_bytes', 128 * mebibyte, 'memory_swap'],
          ['memory', 'memory.limit_in_bytes', 48 * mebibyte, 'memory'],
          ['memory', 'memory.soft_limit_in_bytes', mebibyte, 'memory_reservation'],
          ['memory', 'memory.swappiness', 9, 'memory_swappiness'],
          ['cpu', 'cpu.shares', 500, 'cpu_shares'],
          ['cpu', 'cpu.cfs_quota_us', 30_000, 'cpu_quota'],
          ['cpu', 'cpu.cfs_period_us', 60_000, 'cpu_period'],
        ] as const;
        for (const [controller, name, value, attribute] of drifts) {
          const before = read(controller, name);
          writeFileSync(file(controller, name), String(value));
          const { live, asked } = await containers.inspect(id);
          t.same(live, { ...asked, [attribute]: value }, `only ${attribute} differs`);
          writeFileSync(file(controller, name), before);
        }
        await same('as before');
      }
      await containers.update(id, {
        memory: 32 * mebibyte,
        memory_swap: null,
        memory_reservation: 16 * mebibyte,
        cpu_shares: 700,
        cpu_quota: null,
        cpuset: null,
      });
      await same('after some were changed and some lifted');
      const { live } = await containers.inspect(id);
      t.match(live, { memory: 32 * mebibyte, cpu_shares: 700, cpu_period: 50_000 });
      t.notOk('memory_swap' in live || 'cpuset' in live || 'cpu_quota' in live);
      await containers.update(id, {
        memory: 256 * mebibyte,
        memory_swap: 512 * mebibyte,
        memory_reservation: null,
        cpu_shares: null,
        cpu_period: null,
        cpus: 0.5,
        cpuset: '0',
        cpuset_mems: null,
      });
      await same('after the others were');
      await containers.update(id, { memory: null, memory_swap: null, cpus: null, cpuset: null });
      await same('after all were lifted');
      await containers.remove(id, { force: true });
    });

    t.test('block devices', async (t) => {
      const device = blockDeviceHere();
      if (device === undefined) {
        t.comment('this host has no block device');
        return;
      }
      const blkio = { read_bps: { [device]: 2 ** 20 }, write_iops: { [device]: 100 } };
      const id = await host.create({ name: 'slow', runtime, blkio: { ...blkio, weight: 300 } });
      const warnings = await containers.start(id);
      const { live, asked } = await containers.inspect(id);
      t.same(live, asked);
      t.ok(warnings.length <= 1, 'weights alone may be unknown to the kernel');
      if (v1) {
        const directory = controllerDirectory(cgroupPlaces(), 'blkio', `/stowage/${id}`) ?? '';
        const path = join(directory, 'blkio.throttle.read_bps_device');
        const line = readFileSync(path, 'utf8').trim();
        t.match(line, / 1048576$/);
        writeFileSync(path, line.replace(/\d+$/, '4096'));
        const drifted = await containers.inspect(id);
        t.same(drifted.live.blkio, { ...blkio, weight: 300, read_bps: { [device]: 4096 } });
      }
      await containers.remove(id, { force: true });
      const none = faultOf(said('true', { blkio: { read_bps: { '/dev/null': 1 } } }));
      t.match(await none, { kind: 'setting-unusable', value: '/dev/null' });
    });

    t.test('where its output is kept', async (t) => {
      t.equal(await said('echo unheard', { log: { driver: 'none' } }), '');
      t.equal(await said('echo heard', { log: { driver: 'json-file' } }), 'heard');
      const log = { driver: 'k8s-file', options: { 'max-size': '8k', 'max-file': '2' } };
      const script = 'i=0; while [ $i -lt 400 ]; do echo "line $i"; i=$((i+1)); done; sleep 0.3';
      const id = await host.create({ name: 'talker', runtime, log, command: ['sh', '-c', script] });
      t.ok((await containers.start(id)).every((text) => text.startsWith('log max-file')));
      const lines: string[] = [];
      for await (const { text } of containers.logs(id, { follow: true, signal: soon() })) {
        lines.push(text);
      }
      t.equal(lines.at(-1), 'line 399', 'followed over the change of files');
      const path = join(host.root, 'containers', id, 'output.log');
      t.ok(statSync(path).size <= 8192, 'bound in size');
      const kept: string[] = [];
      for await (const { text } of containers.logs(id)) kept.push(text);
      t.equal(kept.at(-1), 'line 399');
      await containers.remove(id);
      const wrong: readonly (readonly [NonNullable<Changes['log']>, string])[] = [
        [{ driver: 'syslog' }, 'syslog'],
        [{ driver: 'json-file', options: { compress: 'true' } }, 'compress'],
        [{ driver: 'json-file', options: { 'max-size': 'much' } }, 'max-size much'],
        [{ driver: 'json-file', options: { 'max-file': '0' } }, 'max-file 0'],
        [{ driver: 'none', options: { tag: 'x' } }, 'tag'],
      ];
      for (const [log, value] of wrong) {
        const fault = await faultOf(host.create({ name: 'wrong', log }));
        t.match(fault, { kind: 'setting-unusable', setting: 'log', value });
      }
    });

    t.test('a control group below another', async (t) => {
      const parent = `/stowage-test-${process.pid}/deep`;
      const id = await host.run({ name: 'child', runtime, cgroup_parent: parent, pids: 9 });
      const group = controllerDirectory(cgroupPlaces(), 'pids', `${parent}/${id}`) ?? '';
      t.equal(readFileSync(join(group, 'pids.max'), 'utf8').trim(), '9');
      t.equal((await containers.inspect(id)).live.pids, 9);
      await containers.update(id, { pids: 11 });
      t.equal((await containers.inspect(id)).live.pids, 11);
      await containers.pause(id);
      t.equal((await containers.inspect(id)).state, 'paused');
      await containers.unpause(id);
      await containers.remove(id, { force: true });
      t.notOk(statSync(group, { throwIfNoEntry: false }));
      await host.engine.vacuum();
      const made =
        controllerDirectory(cgroupPlaces(), 'pids', `/stowage-test-${process.pid}`) ?? '';
      t.notOk(statSync(made, { throwIfNoEntry: false }), 'and its parents, which were made for it');
    });
  }),
);

t.test('an OCI runtime that is not there', { skip }, async (t) => {
  const host = await makeTestHost(['/bin/true']);
  t.teardown(() => host.close());
  for (const runtime of ['no-such-runtime', '../bin/sh']) {
    const fault = await faultOf(host.run({ name: 'odd', runtime }));
    t.match(fault, { kind: 'setting-unusable', setting: 'runtime', value: runtime });
    await host.engine.containers.remove('odd');
  }
});

function blockDeviceHere(): string | undefined {
  return ['/dev/loop0', '/dev/vda', '/dev/sda', '/dev/zram0'].find((path) =>
    statSync(path, { throwIfNoEntry: false })?.isBlockDevice(),
  );
}
