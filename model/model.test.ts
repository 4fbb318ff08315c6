/*
 * The nouns: canonical JSON, units, completion over an image, records read back. Laws are
 * stated over drawn values, rules of merging by example.
 */
import fc from 'fast-check';
import t from 'tap';
import {
  canonicalJson,
  completeContainer,
  completeImageConfig,
  completeNetwork,
  completeVolume,
  durationUnits,
  editDistance,
  emptyImageConfig,
  equalJson,
  formatDuration,
  formatSize,
  formatSpan,
  imageReference,
  nearestName,
  parseDuration,
  parseGeneration,
  parseRecord,
  parseSize,
  portKey,
  resolveImagePath,
  sizeUnits,
  toJson,
  withoutOwnLabels,
  type CompletedContainer,
  type ContainerSpec,
  type ImageConfig,
  type JsonValue,
  type SpecOf,
} from './index.js';

/** States a law for drawn values. */
const law = <T>(drawn: fc.Arbitrary<T>, holds: (value: T) => boolean): void =>
  fc.assert(fc.property(drawn, holds), { seed: 20_261_121 });

const json = fc.jsonValue({ noUnicodeString: false }).map(toJson);

/** The value with the keys of its objects in reverse. */
function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(toJson).map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, member]) => [key, reversed(toJson(member))]));
}

t.test('canonical JSON', (t) => {
  law(json, (value) => equalJson(toJson(JSON.parse(canonicalJson(value))), value));
  law(json, (value) => canonicalJson(reversed(value)) === canonicalJson(value));
  law(
    fc.tuple(json, json),
    ([a, b]) => equalJson(a, b) === (canonicalJson(a) === canonicalJson(b)),
  );
  t.equal(canonicalJson({ b: 1, a: [undefined, null], c: undefined }.b), '1');
  t.equal(canonicalJson({ b: 1.0, a: { d: undefined, c: 'x' } }), '{"a":{"c":"x"},"b":1}');
  t.equal(
    canonicalJson({ '\u{1f600}': 1, '\uffff': 2 }),
    '{"\u{1f600}":1,"\uffff":2}',
    'by code unit',
  );
  t.equal(canonicalJson(undefined), 'null');
  t.notOk(equalJson([1, 2], [2, 1]), 'order in a list counts');
  t.notOk(equalJson({ 0: 'a' }, ['a']));
  t.end();
});

t.test('typed data becomes plain JSON, or the bug shows', (t) => {
  t.same(toJson({ a: undefined, b: [1, { c: undefined }] }), { b: [1, {}] });
  const lazy = { whole: 'text', toJSON: () => ({ line: 1, more: undefined }) };
  t.same(toJson([lazy, { toJSON: 'a name' }]), [{ line: 1 }, { toJSON: 'a name' }]);
  for (const bug of [() => 1, Symbol('x'), 1n, Number.NaN, Number.POSITIVE_INFINITY, undefined]) {
    t.throws(() => toJson([bug]), TypeError);
  }
  t.end();
});

t.test('sizes', (t) => {
  law(fc.maxSafeNat(), (bytes) => parseSize(formatSize(bytes)) === bytes);
  t.same(['512MiB', '1.5GB', '0B', '1kB', '1KB', '2TiB'].map(parseSize), [
    2 ** 29,
    1.5e9,
    0,
    1000,
    1000,
    2 ** 41,
  ]);
  t.same(
    ['', '512', 'MiB', '1.5B', '-1MiB', '1 MiB', '1MIB', '9e9TiB', '99999999TiB', '.5MiB'].map(
      parseSize,
    ),
    Array.from({ length: 10 }),
  );
  t.same([0, 1023, 1024, 1536, 2 ** 29].map(formatSize), [
    '0B',
    '1023B',
    '1KiB',
    '1536B',
    '512MiB',
  ]);
  for (const unit of Object.keys(sizeUnits))
    t.equal(parseSize(`3${unit}`), 3 * (sizeUnits[unit] ?? 0));
  t.end();
});

t.test('durations', (t) => {
  law(
    fc.maxSafeNat(),
    (milliseconds) => parseDuration(formatDuration(milliseconds)) === milliseconds,
  );
  t.same(
    ['5s', '1h30m', '250ms', '1m30s500ms', '0s', '1.5s', '1d'].map(parseDuration),
    [5_000, 5_400_000, 250, 90_500, 0, 1_500, 86_400_000],
  );
  t.same(
    ['', '5', 's', '5 s', '5S', '-5s', '0.0001s', '1h 30m'].map(parseDuration),
    Array.from({ length: 8 }),
  );
  t.same([0, 250, 90_500, 86_400_000].map(formatDuration), ['0s', '250ms', '1m30s500ms', '24h']);
  for (const unit of Object.keys(durationUnits)) {
    t.equal(parseDuration(`3${unit}`), 3 * (durationUnits[unit] ?? 0));
  }
  t.end();
});

t.test(
  'cause: decimal amounts were multiplied in floating point and found not to be whole',
  (t) => {
    t.equal(parseDuration('1.001s'), 1001);
    t.equal(parseSize('1.001kB'), 1001);
    const thousandths = fc.nat({ max: 99_999 });
    const decimal = (value: number): string =>
      `${Math.floor(value / 1000)}.${String(value % 1000).padStart(3, '0')}`;
    law(thousandths, (value) => parseDuration(`${decimal(value)}s`) === value);
    law(thousandths, (value) => parseSize(`${decimal(value)}GB`) === value * 1_000_000);
    t.end();
  },
);

t.test('spans', (t) => {
  t.equal(
    formatSpan({
      file: 'main.stow',
      start: { offset: 9, line: 2, column: 3 },
      end: { offset: 9, line: 2, column: 3 },
    }),
    'main.stow:2:3',
  );
  t.end();
});

const config: ImageConfig = {
  env: { PATH: '/bin', MODE: 'image' },
  entrypoint: ['/entry'],
  command: ['serve'],
  user: 'node',
  workdir: '/srv',
  expose: ['80/tcp'],
  labels: { vendor: 'image', 'stowage.address': 'image.app' },
  stop_signal: 'SIGINT',
  volumes: [],
};
const spec: ContainerSpec = { name: 'web', image: 'app' };
const complete = (more: Partial<ContainerSpec>): CompletedContainer =>
  completeContainer({ ...spec, ...more }, config);

t.test('a container over its image', (t) => {
  t.match(complete({}), {
    entrypoint: ['/entry'],
    command: ['serve'],
    env: { PATH: '/bin', MODE: 'image' },
    user: 'node',
    workdir: '/srv',
    stop_signal: 'SIGINT',
  });
  t.same(
    complete({}).labels,
    { vendor: 'image' },
    'the record of the image is not the container’s',
  );
  t.same(complete({ env: { MODE: 'mine' } }).env, { PATH: '/bin', MODE: 'mine' }, 'by key');
  t.same(complete({ labels: { vendor: 'me' } }).labels, { vendor: 'me' });
  t.match(complete({ entrypoint: ['/mine'] }), { entrypoint: ['/mine'], command: [] });
  t.match(complete({ command: ['x'] }), { entrypoint: ['/entry'], command: ['x'] });
  t.match(complete({ entrypoint: ['/mine'], command: ['x'] }), {
    entrypoint: ['/mine'],
    command: ['x'],
  });
  t.end();
});

t.test('one spelling for what means the same', (t) => {
  const same = (a: Partial<ContainerSpec>, b: Partial<ContainerSpec>): boolean =>
    equalJson(toJson(complete(a)), toJson(complete(b)));
  const port = { host: 80, container: 8080 };
  t.ok(same({ ports: [port] }, { ports: [{ ...port, host_ip: '0.0.0.0', protocol: 'tcp' }] }));
  const a = { type: 'volume', source: 'a', target: '/a' } as const;
  const b = { type: 'volume', source: 'b', target: '/b/' } as const;
  t.ok(
    same(
      { mounts: [a, b] },
      {
        mounts: [
          { ...b, target: '/x/../b' },
          { ...a, read_only: false },
        ],
      },
    ),
  );
  t.ok(same({ cap_add: ['NET_RAW', 'CHOWN', 'CHOWN'] }, { cap_add: ['CHOWN', 'NET_RAW'] }));
  t.ok(
    same(
      { networks: { n: { aliases: ['b', 'a', 'web'] } } },
      { networks: { n: { aliases: ['a', 'b'] } } },
    ),
  );
  t.ok(same({ restart: { policy: 'no' } }, {}));
  t.ok(same({ stop_timeout: 1 }, { stop_timeout: 1000 }), 'engines count whole seconds');
  t.ok(same({ tmpfs: { '/run/': {} } }, { tmpfs: { '/run': { mode: '1777' } } }));
  t.ok(same({ workdir: '/a/./b/' }, { workdir: '/a/b' }));
  t.notOk(same({ job: true }, { memory: 8 << 20 }));
  t.equal(
    portKey({ host: 53, container: 53, protocol: 'udp', host_ip: '127.0.0.1' }),
    '127.0.0.1:53/udp',
  );
  t.end();
});

t.test('volumes, networks and health are completed with defaults', (t) => {
  t.same(completeVolume({ name: 'v1' }), { name: 'v1', labels: {} });
  t.same(completeNetwork({ name: 'n1' }), {
    name: 'n1',
    internal: false,
    subnet: null,
    gateway: null,
    labels: {},
  });
  t.same(
    completeNetwork({
      name: 'n1',
      driver: 'bridge',
      driver_options: { b: '2', 'com.docker.network.driver.mtu': '1400', a: '1' },
      ipam: [{ subnet: 'FD00:7:0::/64', gateway: 'fd00:7:0::1' }, { subnet: '10.89.7.0/24' }],
    }),
    completeNetwork({
      name: 'n1',
      driver_options: { a: '1', b: '2' },
      mtu: 1400,
      ipv6: true,
      subnet: '10.89.7.0/24',
      gateway: '10.89.7.1',
      ip_range: '10.89.7.0/24',
      ipam: [{ subnet: 'fd00:7::/64' }],
    }),
    'other words for the same network',
  );
  t.same(completeVolume({ name: 'v1', driver: 'local', driver_options: {} }), {
    name: 'v1',
    labels: {},
  });
  t.same(complete({ health: { test: ['x'] } }).health, {
    test: ['x'],
    interval: 30_000,
    timeout: 30_000,
    start_period: 0,
    retries: 3,
  });
  t.same(withoutOwnLabels({ 'stowage.spec': '{}', stowage: 'mine', a: 'b' }), {
    stowage: 'mine',
    a: 'b',
  });
  t.end();
});

t.test('the settings of an image follow from its base and steps', (t) => {
  const built = completeImageConfig(
    {
      name: 'shop/app',
      from: { kind: 'scratch' },
      steps: [
        { kind: 'env', env: { MODE: 'step', EXTRA: '1' } },
        { kind: 'workdir', path: 'app' },
        { kind: 'workdir', path: '../lib' },
        { kind: 'user', user: '1000' },
        { kind: 'expose', ports: ['53/udp', '80/tcp'] },
        { kind: 'label', labels: { a: 'step' } },
        { kind: 'run', command: ['true'] },
        { kind: 'copy', sources: ['x'], target: '/x' },
      ],
      env: { MODE: 'final' },
      expose: ['443/tcp'],
      labels: { a: 'final' },
    },
    config,
  );
  t.same(built, {
    ...config,
    env: { PATH: '/bin', MODE: 'final', EXTRA: '1' },
    workdir: '/srv/lib',
    user: '1000',
    expose: ['443/tcp', '53/udp', '80/tcp'],
    labels: { ...config.labels, a: 'final' },
  });
  const over = (more: object) =>
    completeImageConfig({ name: 'x', from: { kind: 'scratch' }, ...more }, config);
  t.match(over({ entrypoint: ['/e'] }), { entrypoint: ['/e'], command: [] });
  t.match(over({ command: ['c'] }), { entrypoint: ['/entry'], command: ['c'] });
  t.same(
    completeImageConfig({ name: 'x', from: { kind: 'scratch' } }, emptyImageConfig),
    emptyImageConfig,
  );
  t.same(
    [
      ['/a', 'b'],
      ['/a', '/b'],
      ['/', '../../x'],
      ['/a/b', './../c//d/'],
    ].map(([directory = '', path = '']) => resolveImagePath(directory, path)),
    ['/a/b', '/b', '/x', '/a/c/d'],
  );
  t.equal(
    imageReference({ name: 'shop/app', key: '0123456789abcdef0123' }),
    'shop/app:0123456789abcdef',
  );
  t.end();
});

t.test('records that were damaged or forged are no records', (t) => {
  t.same(parseRecord('container', canonicalJson(toJson(spec))), spec);
  t.same(parseRecord('volume', '{"name":"data"}'), { name: 'data' });
  for (const text of [
    undefined,
    '',
    '{',
    'null',
    '[]',
    '{"name":1}',
    '{"name":"web"}',
    '{"image":"x","name":"web","colour":1}',
  ]) {
    t.equal(parseRecord('container', text), null, String(text));
  }
  const image = {
    name: 'app',
    key: 'f'.repeat(64),
    from: { kind: 'scratch' },
    base: '',
    steps: [],
    files: {},
    config,
  };
  t.same(parseRecord('image', JSON.stringify(image)), image);
  t.equal(parseRecord('image', JSON.stringify({ ...image, key: 'f' })), null);
  t.equal(parseRecord('image', JSON.stringify({ ...image, files: { a: 1 } })), null);
  t.end();
});

t.test('a generation is read whole or not at all', (t) => {
  const generation = {
    number: 3,
    time: '2026-01-01T00:00:00Z',
    author: 'ann@host',
    resources: {
      'container.web': { kind: 'container', name: 'web', spec, protect: true },
      'image.app': { kind: 'image', name: 'app', spec: { name: 'app', key: 'k' } },
    },
  };
  t.same(parseGeneration(JSON.stringify(generation)), generation);
  const broken = [
    { ...generation, number: 1.5 },
    { ...generation, commit: 1 },
    { ...generation, resources: { 'container.web': { kind: 'pod', name: 'web', spec } } },
    { ...generation, resources: { 'container.web': { kind: 'container', name: 'web', spec: {} } } },
    {
      ...generation,
      resources: { 'container.web': { kind: 'container', name: 'web', spec, protect: false } },
    },
  ];
  for (const value of broken) t.equal(parseGeneration(JSON.stringify(value)), null);
  t.equal(parseGeneration('not JSON'), null);
  t.end();
});

t.test('did you mean', (t) => {
  law(fc.tuple(fc.string(), fc.string()), ([a, b]) => editDistance(a, b) === editDistance(b, a));
  law(fc.string(), (text) => editDistance(text, text) === 0);
  t.equal(editDistance('memroy', 'memory'), 1, 'neighbours swapped are one edit');
  t.equal(nearestName('memry', ['name', 'memory', 'mounts']), 'memory');
  t.equal(nearestName('stopTimeout', ['stop_signal', 'stop_timeout']), 'stop_timeout');
  t.equal(nearestName('volumes', ['memory', 'image']), undefined);
  t.end();
});

/** Compiles only when both types are the same. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
const same = <A, B>(proof: Same<A, B>): boolean => proof;

t.test('types follow from schemas', (t) => {
  const schema = {
    type: 'object',
    description: '',
    properties: {
      name: { type: 'string', description: '' },
      size: { type: 'integer', description: '' },
      mode: { type: 'string', enum: ['a', 'b'], description: '' },
      tags: {
        type: 'object',
        description: '',
        additionalProperties: { type: 'string', description: '' },
      },
      list: { type: 'array', description: '', items: { type: 'boolean', description: '' } },
    },
    required: ['name'],
    additionalProperties: false,
  } as const;
  interface Expected {
    readonly name: string;
    readonly size?: number;
    readonly mode?: 'a' | 'b';
    readonly tags?: { readonly [key: string]: string };
    readonly list?: readonly boolean[];
  }
  t.same(schema.required, ['name']);
  t.ok(same<SpecOf<typeof schema>['name'], Expected['name']>(true));
  t.ok(same<SpecOf<typeof schema>['mode'], Expected['mode']>(true));
  t.ok(same<SpecOf<typeof schema>['list'], Expected['list']>(true));
  t.ok(same<SpecOf<typeof schema>['tags'], Expected['tags']>(true));
  t.ok(same<keyof SpecOf<typeof schema>, keyof Expected>(true));
  t.ok(same<ContainerSpec['state'], 'running' | 'stopped' | undefined>(true));
  t.end();
});
