/* Podman's ways, on reports as 4.3.1 gives them. */
import t from 'tap';
import {
  completeContainer,
  emptyImageConfig,
  type ContainerSpec,
} from '../../../../model/index.js';
import { Fields } from '../../client/fields.js';
import { parseContainer } from '../../client/container-inspection.js';
import { refusal, type Attempt } from '../../client/errors.js';
import type { MountRequest } from '../../client/requests.js';
import { parseContainerEntry, parseImage } from '../../client/inspections.js';
import { containerFromEngine } from '../../lenses/index.js';
import { dockerDialect } from '../docker.js';
import { podmanDialect } from './index.js';
import { familiar, madeHere } from './names.js';

const podman = podmanDialect('4.3.1');

/** What an inspection of a container with nearly everything says, as far as it is read. */
const report = {
  Id: 'f5b2d890ed638424e3fd1f992e62b89525bc424b5c597378c8cac6377c4b481f',
  Created: '2026-11-21T11:18:07.598219793Z',
  Name: '/rich',
  Path: '/run/podman-init',
  Args: ['--', 'a b', 'c', 'sleep', '1000'],
  Image: 'sha256:cc175d19',
  RestartCount: 0,
  State: { Status: 'stopping', ExitCode: 0, Health: { Status: '', Log: null } },
  Config: {
    Hostname: 'runner',
    User: '1000',
    Env: ['PATH=/bin', 'TERM=xterm', 'container=podman', 'GREETING=hello', 'HOSTNAME=runner'],
    Cmd: ['sleep', '1000'],
    Entrypoint: ['a', 'b', 'c'],
    Image: 'localhost/hello/base:1',
    WorkingDir: '/srv',
    Labels: { a: 'b', 'io.buildah.version': '1.28.2' },
    StopSignal: '2',
    StopTimeout: 1,
  },
  HostConfig: {
    Binds: [`${'0'.repeat(64)}:/kept:rw,rprivate,nosuid,nodev,rbind`],
    NetworkMode: 'bridge',
    LogConfig: { Type: 'journald', Config: null },
    RestartPolicy: { Name: '', MaximumRetryCount: 0 },
    CapAdd: ['NET_ADMIN'],
    CapDrop: [],
    PidMode: 'private',
    UTSMode: 'private',
    IpcMode: 'shareable',
    ReadonlyRootfs: true,
    Tmpfs: {
      '/run': 'size=65536,mode=755,rw,rprivate,nosuid,nodev,tmpcopyup',
      '/tmp': 'rw,rprivate,nosuid,nodev,tmpcopyup',
      '/var/tmp': 'rw,rprivate,nosuid,nodev,tmpcopyup',
    },
    ShmSize: 65_536_000,
    Runtime: 'oci',
    Memory: 67_108_864,
    MemorySwap: 67_108_864,
    NanoCpus: 500_000_000,
    CpuPeriod: 100_000,
    CpuQuota: 50_000,
    PidsLimit: -1,
    Ulimits: [{ Name: 'RLIMIT_NOFILE', Hard: 20_000, Soft: 20_000 }],
    Init: true,
  },
  Mounts: [],
  NetworkSettings: {
    Networks: { n1: { NetworkID: 'n1', Aliases: ['one', 'f5b2d890ed63'], IPAMConfig: null } },
    Ports: {},
  },
};

const spec: ContainerSpec = {
  name: 'rich',
  image: 'hello/base:1',
  entrypoint: ['a b', 'c'],
  command: ['sleep', '1000'],
  env: { GREETING: 'hello', PATH: '/bin', TERM: 'xterm' },
  user: '1000',
  workdir: '/srv',
  hostname: 'runner',
  labels: { a: 'b' },
  tmpfs: { '/run': { size: 65_536, mode: '755' } },
  networks: { n1: { aliases: ['one'], ipv4: '10.98.1.77' } },
  memory: 67_108_864,
  cpus: 0.5,
  read_only: true,
  cap_add: ['NET_ADMIN'],
  cap_drop: ['CHOWN'],
  stop_signal: 'SIGINT',
  stop_timeout: 1000,
  init: true,
};
const asked = completeContainer(spec, emptyImageConfig);

const read = (changed: object = {}) => {
  const shaped = podman.reports.container({ ...report, ...changed });
  return parseContainer(new Fields(shaped, 'a report'));
};
const restored = (changed: object = {}, record: typeof asked | null = asked) => {
  const container = read(changed);
  const surroundings = {
    image: container.imageReference,
    imageConfig: emptyImageConfig,
    record: spec,
  };
  return podman.restore(
    containerFromEngine(container, surroundings),
    record ?? undefined,
    container,
  );
};

t.test('a container that is as it was asked for reads as exactly that', async (t) => {
  t.same(restored(), asked);
  t.same(read().beyond, [], 'and has nothing that no file can say');
  t.equal(read().state.status, 'running', 'one that is being stopped runs');
  t.equal(read().networks['n1']?.networkId, '', 'a name is no id');
});

t.test('what is told counts against the record', async (t) => {
  const host = (changed: object) => ({ HostConfig: { ...report.HostConfig, ...changed } });
  t.same(restored(host({ Memory: 1 << 23, MemorySwap: 1 << 23 })), { ...asked, memory: 1 << 23 });
  t.same(restored(host({ PidsLimit: 50 })), { ...asked, pids: 50 });
  const config = { Config: { ...report.Config, Env: ['GREETING=bye', 'PATH=/bin'] } };
  t.same(restored(config).env, { ...asked.env, GREETING: 'bye' });
  const networks = {
    n1: { NetworkID: 'id', Aliases: ['one'], IPAddress: '10.98.1.5', IPAMConfig: null },
  };
  t.same(restored({ NetworkSettings: { Networks: networks, Ports: {} } }).networks, {
    n1: { aliases: ['one'], ipv4: '10.98.1.5' },
  });
});

t.test('what is untold is as the record says, or as it reads where there is none', async (t) => {
  t.same(restored().cap_drop, ['CHOWN']);
  const alone = restored({}, null);
  t.same(alone.cap_drop, []);
  t.same(alone.env, { GREETING: 'hello', PATH: '/bin' });
});

t.test('an entrypoint keeps its spaces, where what is run tells it', async (t) => {
  t.same(read().entrypoint, ['a b', 'c']);
  t.same(read({ Path: 'sleep', Args: ['1000'] }).entrypoint, []);
  t.same(read({ Path: 'other', Args: [] }).entrypoint, ['a', 'b', 'c']);
});

t.test('names are as Docker has them, and are made under localhost', async (t) => {
  t.equal(familiar('localhost/hello/base:1'), 'hello/base:1');
  t.equal(familiar('docker.io/library/busybox:1'), 'busybox:1');
  t.equal(familiar('docker.io/bitnami/redis:7'), 'bitnami/redis:7');
  t.equal(familiar('quay.io/a/b:1'), 'quay.io/a/b:1');
  t.equal(madeHere('hello/base:1'), 'localhost/hello/base:1');
  t.equal(madeHere('base:1'), 'localhost/base:1');
  t.equal(madeHere('localhost/base:1'), 'localhost/base:1');
  t.equal(madeHere('quay.io/a/b:1'), 'quay.io/a/b:1');
  t.equal(madeHere('host:5000/b:1'), 'host:5000/b:1');
  const image = podman.reports.image({
    Id: 'sha256:1',
    RepoTags: ['localhost/a/b:1'],
    Config: { Labels: { 'io.buildah.version': '1', kept: 'yes' } },
  });
  t.match(parseImage(new Fields(image, 'an image')), {
    references: ['a/b:1'],
    labels: { kept: 'yes' },
  });
});

t.test('only a container that runs holds its ports', async (t) => {
  const entry = (State: string) => {
    const ports = [{ IP: '127.0.0.1', PrivatePort: 80, PublicPort: 8080, Type: 'tcp' }];
    const listed = podman.reports.containerEntry({ Id: '1', Names: ['/a'], State, Ports: ports });
    return parseContainerEntry(new Fields(listed, 'a list')).ports;
  };
  t.same(entry('created'), []);
  t.same(entry('exited'), []);
  t.same(entry('running'), ['127.0.0.1:8080/tcp']);
  t.same(entry('stopping'), ['127.0.0.1:8080/tcp']);
});

t.test('processes are as the host counts them, with their times in seconds', async (t) => {
  const { processArguments, processes } = podman.reports;
  t.equal(processArguments.split(',').length, 7);
  const rows = [
    ['900', '1', '0', 'root', '0s', '1h2m3.5s', 'sh -c x'],
    ['901', '7', '1', 'root', '1.5s', '350ms', 'sleep 1000'],
  ];
  t.same(processes({ titles: [], rows }), [
    ['900', '0', 'root', '0', '3723', 'sh -c x'],
    ['901', '900', 'root', '1', '0', 'sleep 1000'],
  ]);
});

t.test('what happens has the words and names that Docker has for it', async (t) => {
  const message = { type: 'container', action: 'remove', id: '1', attributes: {}, time: 0 };
  t.match(podman.reports.event(message), { action: 'destroy' });
  const image = { ...message, type: 'image', attributes: { name: 'localhost/a/b:1' } };
  t.match(podman.reports.event(image), { action: 'remove', attributes: { name: 'a/b:1' } });
});

t.test('a check is told in a form in which its words stay whole', async (t) => {
  const request = (Test: readonly string[]) =>
    podman.request({
      Image: 'a',
      Labels: {},
      HostConfig: { NetworkMode: 'none' },
      Healthcheck: { Test },
    });
  t.same(request(['CMD', 'sh', '-c', 'a b']).Healthcheck, { Test: ['["sh","-c","a b"]'] });
  t.same(request(['CMD', 'true']).Healthcheck, { Test: ['CMD', 'true'] });
  t.same(request(['NONE']).Healthcheck, { Test: ['NONE'] });
  t.equal(request(['NONE']).HostConfig.PidsLimit, -1);
});

t.test('mounted files can be read through their directory', async (t) => {
  const file = {
    Type: 'bind' as const,
    Source: '/run/stowage-files/stack/1-place/name',
    Target: '/run/secrets/key',
    ReadOnly: true,
  };
  const mountsOf = (...mounts: readonly MountRequest[]) =>
    podman.request({
      Image: 'a',
      Labels: {},
      HostConfig: { NetworkMode: 'none', Mounts: mounts },
    }).HostConfig.Mounts;
  const directory = {
    ...file,
    Source: '/run/stowage-files/stack/1-place',
    Target: '/run/stowage-files',
  };
  t.same(mountsOf(file), [file, directory]);
  const other = { ...file, Source: '/srv/data' };
  t.same(mountsOf(other), [other]);
  const owner = { path: 'configs["/etc/app.conf"].uid', before: 0, after: 7 };
  t.match(podman.verdict('container', owner), { effect: 'replace' }, 'its owner is not told');
});

t.test('an image by tag and digest is told without the tag', async (t) => {
  const digest = `sha256:${'0'.repeat(64)}`;
  const spec = { name: 'rich', image: `localhost:5000/web:1@${digest}` };
  const asked = completeContainer(spec, emptyImageConfig);
  const inspection = parseContainer(new Fields(podman.reports.container(report), 'a container'));
  const imageOf = (image: string) => podman.restore({ ...asked, image }, asked, inspection).image;
  t.equal(imageOf(`localhost:5000/web@${digest}`), spec.image);
  const other = `localhost:5000/web@sha256:${'1'.repeat(64)}`;
  t.equal(imageOf(other), other, 'another digest is another image');
});

t.test('a mode is no network', async (t) => {
  const container = {
    NetworkSettings: {
      Networks: {
        bridge: { NetworkID: 'bridge' },
        one: { NetworkID: 'one' },
        two: { NetworkID: '2' },
      },
    },
  };
  t.same(podman.reports.container(container), {
    ...Object(podman.reports.container({})),
    NetworkSettings: { Networks: { one: { NetworkID: '' }, two: { NetworkID: '2' } } },
  });
});

t.test('refusals are told apart by their texts', async (t) => {
  const code = (verb: Attempt['verb'], status: number, text: string) =>
    refusal({ action: 'try', verb }, podman.rules, status, text).code;
  t.equal(
    code(
      'create',
      500,
      'creating container storage: the container name "x" is already in use by 1',
    ),
    'name-in-use',
  );
  t.equal(
    code('create', 500, 'network with name n1 already exists: network already exists'),
    'name-in-use',
  );
  t.equal(code('create', 404, 'No such image: localhost/none:1'), 'image-not-found');
  t.equal(code('read', 500, 'normalizing image: invalid reference format'), 'invalid');
  t.equal(
    code('remove', 500, '"n1" has associated containers with it. Use -f to forcibly delete'),
    'in-use',
  );
  t.equal(code('remove', 409, 'volume v1 is being used by the following container(s)'), 'in-use');
  t.equal(
    code(
      'start',
      500,
      'cannot listen on the TCP port: listen tcp4 :80: bind: address already in use',
    ),
    'port-in-use',
  );
  t.equal(code('start', 500, 'runc: exec failed'), 'start-failed');
  t.equal(code('build', 500, 'error building at STEP "RUN x": exit status 3'), 'build-failed');
});

t.test('limits change in place from 5.1 on, as everywhere', async (t) => {
  const memory = { path: 'memory', before: 1, after: 2 };
  t.match(podman.verdict('container', memory), {
    effect: 'replace',
    reason: 'Podman 4.3.1 cannot change memory of a living container for good',
  });
  t.match(podmanDialect('5.8.6').verdict('container', memory), { effect: 'in-place' });
  const network = { path: 'networks.n1', before: null, after: {} };
  t.match(podman.verdict('container', network), { effect: 'in-place' });
  t.match(dockerDialect('20.10.24').verdict('container', memory), { effect: 'in-place' });
  const fixed = { path: 'networks.n1', before: null, after: { aliases: [], ipv4: '10.98.1.7' } };
  t.match(podmanDialect('5.8.6').verdict('container', fixed), { effect: 'replace' });
  const moved = { path: 'networks.n1.ipv4', before: '10.98.1.7', after: null };
  t.match(podman.verdict('container', moved), { effect: 'replace' });
  const renamed = { path: 'name', before: 'data', after: 'kept' };
  t.match(
    podman.verdict('volume', renamed),
    { effect: 'replace', reason: /whom the files of a volume belong/ },
    'a copy would give all files to root',
  );
});
