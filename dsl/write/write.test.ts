/*
 * Specs written as text: as a person would write them, and so that compiling gives them back. The
 * specs of the law are made from the schemas, so that it holds for every attribute there is.
 */
import fc from 'fast-check';
import t from 'tap';
import {
  canonicalJson,
  completeContainer,
  completeNetwork,
  completeVolume,
  containerOf,
  emptyImageConfig,
  impliedNames,
  toJson,
  type ContainerSpec,
  type Endpoint,
  type ImageSpec,
} from '../../model/index.js';
import { format } from '../format/index.js';
import { resourceOf, specs, stackOf } from '../testing/index.js';
import { writeFile, type FileToWrite, type ResourceToWrite } from './index.js';

const written = (...resources: readonly ResourceToWrite[]): string =>
  writeFile({ stack: 'stack', declaresStack: true, resources });

/** Fails a property, so that its counterexample is made small. */
function same(found: unknown, wanted: unknown): void {
  const [left, right] = [canonicalJson(toJson(found)), canonicalJson(toJson(wanted))];
  if (left !== right) throw new Error(`found ${left}\nwanted ${right}`);
}

t.test('what is written', async (t) => {
  t.test('is what a person would write', async (t) => {
    const spec: ContainerSpec = {
      name: 'shop-web',
      image: 'registry.example.org/web:3',
      command: ['serve', '--dir', '/srv/$x', '${y}'],
      env: { MODE: 'say "hi"\n', 'odd.name': '' },
      hostname: 'web',
      mounts: [
        { type: 'volume', source: 'files-eu', target: '/srv' },
        { type: 'volume', source: 'other', target: '/other', read_only: true },
        { type: 'bind', source: '/etc/conf', target: '/conf', read_only: false },
      ],
      tmpfs: { '/run': {}, '/tmp': { size: 2 ** 26, mode: '1777' } },
      ports: [
        { host: 8080, container: 80, protocol: 'tcp' },
        { host_ip: '127.0.0.1', host: 53, container: 53, protocol: 'udp' },
      ],
      networks: { 'shop-back': { aliases: ['web', 'www'], ipv4: '10.89.7.10' }, outer: {} },
      restart: { policy: 'on-failure', max_retries: 5 },
      memory: 2 ** 29,
      cpus: 1.5,
      read_only: false,
      init: true,
      stop_timeout: 90_000,
      health: { test: ['/bin/sh', '-c', 'probe | grep ok'], interval: 5000, retries: 3 },
    };
    const file: FileToWrite = {
      stack: 'shop',
      declaresStack: true,
      comment: ['Found on a host.'],
      engine: 'docker',
      secrets: [{ name: 'token', comment: ['The variable TOKEN.'] }],
      hidden: [{ value: 'sesame', secret: 'token' }],
      resources: [
        { kind: 'volume', symbol: 'files', spec: { name: 'files-eu', labels: {} } },
        { kind: 'network', symbol: 'back', spec: { name: 'shop-back', subnet: '10.89.7.0/24' } },
        {
          kind: 'container',
          symbol: 'web',
          spec: {
            ...spec,
            env: { ...spec.env, TOKEN: '1', URL: 'db://me:sesame@db', BOTH: 'sesamesesame' },
          },
          comment: ['It runs.'],
          secrets: { 'env.TOKEN': 'token' },
        },
      ],
      imports: [{ kind: 'volume', symbol: 'files', id: 'files-eu' }],
    };
    t.equal(
      writeFile(file),
      `// Found on a host.

stack shop

engine docker

// The variable TOKEN.
secret token

volume files { name: "files-eu" }

network back { subnet: 10.89.7.0/24 }

// It runs.
container web {
  image: "registry.example.org/web:3"
  command: ["serve", "--dir", "/srv/$x", "\\\${y}"]
  env: {
    MODE: "say \\"hi\\"\\n"
    "odd.name": ""
    TOKEN: reveal(token)
    URL: "db://me:\${reveal(token)}@db"
    BOTH: "\${reveal(token)}\${reveal(token)}"
  }
  mounts: [
    files -> "/srv",
    { source: "other", target: "/other", read_only: true },
    "/etc/conf" -> "/conf",
  ]
  tmpfs: { "/run": {}, "/tmp": { size: 64MiB } }
  ports: [8080 -> 80, 127.0.0.1:53/udp -> 53]
  networks: { back: { aliases: ["www"], ipv4: 10.89.7.10 }, outer: {} }
  restart: on_failure(5)
  memory: 512MiB
  cpus: 1.5
  stop_timeout: 1m30s
  init: true
  health: { test: "probe | grep ok", interval: 5s }
}

import { to: volume.files, id: "files-eu" }
`,
    );
  });

  t.test('has the short forms of images', async (t) => {
    const text = written(
      { kind: 'image', symbol: 'base', spec: { name: 'stack/base', from: { kind: 'scratch' } } },
      {
        kind: 'image',
        symbol: 'app',
        spec: {
          name: 'app',
          from: { kind: 'image', name: 'stack/base' },
          context: './app',
          steps: [
            { kind: 'copy', sources: ['a'], target: '/a', mode: '0755' },
            { kind: 'copy', sources: ['a', 'b'], target: '/c/' },
            { kind: 'run', command: ['/bin/sh', '-c', 'make'] },
            { kind: 'env', env: { A: '1' } },
            { kind: 'expose', ports: ['80/tcp', '53/udp'] },
          ],
          expose: ['80/tcp'],
        },
      },
    );
    t.equal(
      text,
      `stack stack

image base { from: "scratch" }

image app {
  name: "app"
  from: base
  context: "./app"
  steps: [
    copy("a", "/a", { mode: "0755" }),
    copy(["a", "b"], "/c/"),
    run("make"),
    env({ A: "1" }),
    expose(80, 53/udp),
  ]
  expose: [80]
}
`,
    );
  });

  t.test('is formatted already, and written again is the same', async (t) => {
    fc.assert(
      fc.property(specs('container'), (spec) => {
        const onNetworks = { networks: {}, ...spec };
        const text = written({ kind: 'container', symbol: 'web', spec: onNetworks });
        same(format(text).value, text);
        const again = resourceOf(stackOf(text), 'container.web');
        if (again.kind !== 'container') throw new Error(again.address);
        same(written({ kind: 'container', symbol: 'web', spec: again.spec }), text);
      }),
      { numRuns: 100 },
    );
    t.pass('it holds for every drawn spec');
  });
});

/** The image built by a Dockerfile or by steps, not by both; what is secret is not written. */
function builtOneWay(drawn: ImageSpec): ImageSpec {
  const { from, steps, dockerfile, dockerfile_inline, target, args, bases, ...common } = drawn;
  delete common.secrets;
  const settings = { ...(args && { args }), ...(bases && { bases }) };
  if (dockerfile !== undefined) {
    return { ...common, ...settings, dockerfile, ...(target !== undefined && { target }) };
  }
  if (dockerfile_inline !== undefined) {
    return { ...common, dockerfile_inline: 'FROM scratch\nLABEL a="${b}"\n' };
  }
  return { ...common, from: from ?? { kind: 'scratch' }, ...(steps && { steps }) };
}

t.test('what was written compiles to what it was written from', async (t) => {
  const others: readonly ResourceToWrite[] = [
    { kind: 'volume', symbol: 'data', spec: { name: 'stack-data' } },
    { kind: 'network', symbol: 'front', spec: { name: 'stack-front' } },
    {
      kind: 'network',
      symbol: 'rear',
      spec: { name: 'back', subnet: '10.98.1.0/24', ipam: [{ subnet: 'fd00:98::/64' }] },
    },
    { kind: 'image', symbol: 'plain', spec: { name: 'plain', from: { kind: 'scratch' } } },
  ];
  /** What compiling a file with one more resource says of that. */
  const compiled = (resource: ResourceToWrite) =>
    resourceOf(stackOf(written(...others, resource)), `${resource.kind}.${resource.symbol}`);

  t.test('containers', async (t) => {
    fc.assert(
      fc.property(specs('container'), (spec) => {
        const found = compiled({ kind: 'container', symbol: 'web_1', spec });
        if (found.kind !== 'container') throw new Error(found.address);
        const complete = (one: ContainerSpec): unknown => ({
          ...completeContainer(one, emptyImageConfig),
          job: one.job ?? false,
          state: one.state ?? 'running',
        });
        same(complete(found.spec), complete(filledIn(spec)));
      }),
      { numRuns: 150 },
    );
    t.pass('it holds for every drawn spec');
  });
  t.test('images', async (t) => {
    fc.assert(
      fc.property(specs('image'), (drawn) => {
        const spec = builtOneWay(drawn);
        const found = compiled({ kind: 'image', symbol: 'app', spec });
        const plain = { context: '.', steps: [], env: {}, labels: {} };
        same({ ...plain, ...found.spec }, { ...plain, ...spec });
      }),
      { numRuns: 100 },
    );
    t.pass('it holds for every drawn spec');
  });
  t.test('volumes and networks', async (t) => {
    fc.assert(
      fc.property(specs('volume'), specs('network'), (volume, network) => {
        const first = compiled({ kind: 'volume', symbol: 'v', spec: volume });
        const second = compiled({ kind: 'network', symbol: 'n', spec: network });
        if (first.kind !== 'volume' || second.kind !== 'network') throw new Error(first.address);
        same(completeVolume(first.spec), completeVolume(volume));
        same(completeNetwork(second.spec), completeNetwork(network));
      }),
    );
    t.pass('it holds for every drawn spec');
  });

  /** With what the language gives every container by its name. */
  function filledIn(spec: ContainerSpec): ContainerSpec {
    const { hostname, qualified, short } = impliedNames({ kind: 'container', symbol: 'web_1' });
    const { uts, network_mode: mode } = spec;
    const shares = uts === 'host' || mode === 'host' || containerOf(mode) !== undefined;
    const names = shares && spec.hostname === undefined ? [] : [spec.hostname ?? hostname];
    const [own] = names;
    const networks = spec.networks ?? { 'stack-default': {} };
    const endpoints = Object.entries(networks).map(([name, endpoint]): [string, Endpoint] => [
      name,
      { ...endpoint, aliases: [...(endpoint.aliases ?? []), ...short, qualified, ...names] },
    ]);
    return {
      ...spec,
      ...(own !== undefined && { hostname: own }),
      networks: Object.fromEntries(endpoints),
    };
  }
});
