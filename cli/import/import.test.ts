/*
 * What is found on an engine, as a file: which objects, under which names, what of them cannot be
 * said. The law: completing what was written gives what was found.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import { writeFile } from '../../dsl/index.js';
import { resourceOf, specs, stackOf } from '../../dsl/testing/index.js';
import {
  canonicalJson,
  completeContainer,
  containerSpecOf,
  emptyImageConfig,
  toJson,
  type CompletedContainer,
  type ContainerSpec,
  type ImageConfig,
  type Observed,
  type ObservedContainer,
} from '../../model/index.js';
import { looksSecret } from './found-secrets.js';
import { generate, type Generated, type GenerateOptions } from './generate.js';
import { select } from './select.js';
import { asName } from './symbols.js';

const identity = { address: '', stackId: '', generation: 0, otherUsers: [], fingerprint: '' };
const shared = (name: string) => ({ id: `id of ${name}`, name, ...identity, record: null });

function found(
  spec: Partial<ContainerSpec> & { readonly name: string },
  more: Partial<ObservedContainer> = {},
): ObservedContainer {
  return {
    kind: 'container',
    ...shared(spec.name),
    completed: completeContainer({ image: 'app:1', networks: {}, ...spec }, emptyImageConfig),
    status: { state: 'running', addresses: {} },
    imageId: 'sha256:1',
    imageConfig: emptyImageConfig,
    staleNetworks: [],
    ...more,
  };
}
const volume = (name: string, labels: Readonly<Record<string, string>> = {}): Observed => ({
  kind: 'volume',
  ...shared(name),
  completed: { name, labels },
});
const network = (name: string): Observed => ({
  kind: 'network',
  ...shared(name),
  completed: { name, internal: false, subnet: null, gateway: null, labels: {} },
  actualSubnet: '172.18.0.0/16',
});

const plain: GenerateOptions = {
  stack: 'shop',
  declaresStack: false,
  declared: [],
  withSecrets: false,
};
const made = (objects: readonly Observed[], options: Partial<GenerateOptions> = {}): Generated =>
  generate({ objects, wanted: new Set(objects) }, { ...plain, ...options });
const remarksOf = ({ remarks }: Generated): readonly string[] =>
  remarks.map(({ subject, text, skips }) => `${subject}${skips ? ' is left out' : ''}: ${text}`);

t.test('what is chosen', async (t) => {
  const web = found({
    name: 'web',
    networks: { back: {} },
    mounts: [{ type: 'volume', source: 'files', target: '/srv' }],
  });
  const idle = found({ name: 'idle' }, { status: { state: 'exited', addresses: {} } });
  const all = [web, idle, volume('files'), volume('unused'), network('back')];
  const names = (...given: Parameters<typeof select>): readonly string[] =>
    select(...given).objects.map(({ kind, name }) => `${kind} ${name}`);
  const running = ['volume files', 'network back', 'container web'];
  t.same(names(all, [], false), running, 'what runs, and what it uses');
  t.same(names(all, [], true), [
    'volume files',
    'volume unused',
    'network back',
    'container idle',
    'container web',
  ]);
  t.same(names(all, ['web'], false), running);
  t.same(names(all, ['unused'], false), ['volume unused'], 'what is named, by itself');
  t.same(select(all, ['web', 'wob'], false).unknown, ['wob']);
});

t.test('names are those of their owners, as far as the language takes them', async (t) => {
  const compose = { 'com.docker.compose.volume': 'data' };
  const { file } = made(
    [
      volume('proj_data', compose),
      volume('shop-data'),
      found({ name: 'shop-web' }),
      found({ name: '9.lives' }),
      found({ name: 'shop_for' }),
    ],
    { declared: ['web'] },
  );
  t.same(
    file.resources.map(({ symbol }) => symbol),
    ['data', 'data_2', 'web_2', 'x9_lives', 'xfor'],
  );
  t.same(
    ['', '-', 'ü', '__a__', 'x'.repeat(80)].map((text) => asName(text).length),
    [1, 1, 1, 1, 50],
  );
});

t.test('the example of the guide is what is written', async (t) => {
  const guide = readFileSync('docs/plans.md', 'utf8');
  const section = guide.slice(guide.indexOf('\n## Importing'));
  const [, example] = /```stow\n([^]*?)```/.exec(section) ?? [];
  const db = found({
    name: 'db',
    env: { POSTGRES_PASSWORD: 'sesame-open' },
    mounts: [{ type: 'volume', source: 'db-data', target: '/var/lib/postgresql/data' }],
    networks: { 'back-net': {} },
    ports: [{ host_ip: '127.0.0.1', host: 5432, container: 5432 }],
    restart: { policy: 'unless-stopped' },
    memory: 2 ** 29,
    image: 'registry.example.org/postgres:17',
  });
  const { objects, wanted } = select([db, volume('db-data'), network('back-net')], ['db'], false);
  const options = { ...plain, declaresStack: true, engine: 'docker' };
  const { file } = generate({ objects, wanted }, options);
  t.equal(writeFile(file), example);
  t.same(
    stackOf(writeFile(file))
      .imports.map(({ to }) => to)
      .sort(),
    ['container.db', 'network.back_net', 'volume.db_data'],
  );
});

t.test('what no file can say', async (t) => {
  const image: ImageConfig = { ...emptyImageConfig, entrypoint: ['init'], user: '5' };
  const base = found({ name: 'odd' }).completed;
  const privileged = [
    { text: 'privileged', weight: 'essential' },
    { text: 'a weight', weight: 'minor' },
  ] as const;
  const odd = (completed: Partial<CompletedContainer>, more: Partial<ObservedContainer> = {}) =>
    remarksOf(made([found({ name: 'odd' }, { completed: { ...base, ...completed }, ...more })]));
  t.same(odd({}, { beyond: privileged }), ['container odd is left out: privileged']);
  t.same(odd({}, { beyond: privileged.slice(1) }), ['container odd: a weight']);
  t.same(odd({}, { imageConfig: image }), ['container odd is left out: its entrypoint, its user']);
  t.same(odd({ ports: { '::1:80/tcp': 80 } }), ['container odd is left out: its ports.0.host_ip']);
  t.same(odd({ memory: 4096 }), ['container odd is left out: its memory']);
  t.same(odd({}, { status: { state: 'paused', addresses: {} } }), [
    'container odd is left out: it is paused',
  ]);
  const twins = made([network('net'), { ...network('net'), id: 'other' }]);
  t.same(remarksOf(twins), ['network net is left out: its name, which another network has, too']);
  const used = found({ name: 'gone', networks: { n: {} } }, { beyond: privileged });
  const rest = generate({ objects: [network('n'), used], wanted: new Set([used]) }, plain);
  t.same(rest.file.resources, [], 'nor is there what only that uses');
});

t.test('what is kept of that which no file can say', async (t) => {
  const fixed = found({ name: 'fixed', networks: { nett: { ipv4: '172.18.0.9' } } });
  const asked = made([network('nett'), fixed]);
  t.match(writeFile(asked.file), /network nett \{[^}]*subnet: 172\.18\.0\.0\/16/);
  t.same(remarksOf(asked), []);
  t.notMatch(writeFile(made([network('nett')]).file), /subnet/, 'chosen by the engine else');
  const named = found({ name: 'named' });
  const odd = { ...named, completed: { ...named.completed, hostname: 'bad_host' } };
  t.same(remarksOf(made([odd])), ['container named: its host name bad_host']);
});

t.test('secrets', async (t) => {
  const env = { DB_PASSWORD: 'sesame-open', MODE: 'prod', URL: 'db://me:hunter22@db' };
  const db = found({ name: 'db', env, command: ['serve', '--auth=sesame-open'] });
  const api = found({ name: 'api', env: { DB_PASSWORD: 'sesame-open', API_KEY: 'x' } });
  const other = found({ name: 'other', env: { DB_PASSWORD: 'another-one' } });
  const generated = made([db, api, other], { declared: ['api_key'], declaresStack: true });
  const text = writeFile(generated.file);
  t.notMatch(text, /sesame|hunter|another-one/);
  t.match(text, /command: \["serve", "--auth=\$\{reveal\(db_password\)\}"\]/);
  t.match(text, /MODE: "prod"/);
  t.same(
    generated.secrets.map(({ name, places }) => [name, ...places]),
    [
      ['db_password', 'DB_PASSWORD of container db', 'DB_PASSWORD of container api'],
      ['url', 'URL of container db'],
      ['api_key_2', 'API_KEY of container api'],
      ['db_password_2', 'DB_PASSWORD of container other'],
    ],
  );
  t.match(writeFile(made([db], { withSecrets: true }).file), /DB_PASSWORD: "sesame-open"/);
  const judged: readonly (readonly [string, string])[] = [
    ['AWS_SECRET_ACCESS_KEY', 'x'],
    ['PGPASSWORD', 'x'],
    ['GITHUB_TOKEN', 'x'],
    ['DB_PASSWORD_FILE', '/run/secrets/db'],
    ['PASSWORD', ''],
    ['TOKEN_TTL', '60'],
    ['COMPASS', 'north'],
    ['PWD', '/srv'],
    ['PAGE', 'http://host:80/a@b'],
  ];
  t.same(
    judged.filter(([name, value]) => looksSecret(name, value)).map(([name]) => name),
    ['AWS_SECRET_ACCESS_KEY', 'PGPASSWORD', 'GITHUB_TOKEN'],
  );
});

t.test('what is written is what was found', async (t) => {
  const image: ImageConfig = {
    ...emptyImageConfig,
    env: { PATH: '/bin', A: '1' },
    entrypoint: ['/init', '--'],
    command: ['serve'],
    user: '1000',
    workdir: '/srv',
    labels: { of: 'image' },
    stop_signal: 'SIGINT',
  };
  let said = 0;
  fc.assert(
    fc.property(specs('container'), fc.constantFrom(image, emptyImageConfig), (spec, config) => {
      // What is in a secret, no file says.
      const { job, state, ...given } = { networks: {}, ...spec };
      const lasting = withoutSecrets(given);
      const completed = completeContainer(lasting, config);
      const object = found({ name: spec.name }, { completed, imageConfig: config });
      const generated = made([object], { declaresStack: true });
      if (generated.file.resources.length === 0) {
        throw new Error(`left out: ${remarksOf(generated).join()} (${String(job)} ${state ?? ''})`);
      }
      said += 1;
      const { file } = made([object], { declaresStack: true, withSecrets: true });
      // What an import statement names is not there to be compiled against.
      const stack = stackOf(writeFile({ ...file, secrets: [], imports: [] }));
      const again = resourceOf(stack, `container.${file.resources[0]?.symbol ?? ''}`);
      if (again.kind !== 'container') throw new Error(again.address);
      const left = asFound(completeContainer(again.spec, config));
      const right = asFound(completed);
      if (left !== right) throw new Error(`found ${right}\nwrote ${left}`);
    }),
    { numRuns: 150 },
  );
  t.ok(said > 100);

  function withoutSecrets(whole: ContainerSpec): ContainerSpec {
    const copy = { ...whole };
    Reflect.deleteProperty(copy, 'secrets');
    return copy;
  }

  /** Without the names that the language adds by itself. */
  function asFound(completed: CompletedContainer): string {
    const addresses = Object.entries(completed.networks).map(([name, { ipv4 }]) => [name, ipv4]);
    return canonicalJson(toJson({ ...completed, hostname: null, networks: {}, addresses }));
  }
});

t.test('what the image says is left to it', async (t) => {
  const image: ImageConfig = {
    ...emptyImageConfig,
    entrypoint: ['init'],
    command: ['serve'],
    env: { A: '1' },
  };
  const through = (spec: Partial<ContainerSpec>): Partial<ContainerSpec> => {
    const full = completeContainer({ name: 'app', image: 'app', networks: {}, ...spec }, image);
    const { spec: again, missed } = containerSpecOf(full, image);
    t.same(missed, []);
    return again;
  };
  const bare = { name: 'app', image: 'app', networks: {} };
  t.same(through({}), bare);
  const more = through({ command: ['serve'], env: { A: '1', B: '2' } });
  t.same(more, { ...bare, env: { B: '2' } });
  const alone = { ...bare, entrypoint: ['init'] };
  t.same(through({ entrypoint: ['init'] }), alone, 'without its command');
  t.same(through({ command: ['other'] }), { ...bare, command: ['other'] });
});
