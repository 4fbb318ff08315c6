/*
 * The ten stacks of docs/coming-from/: each compiles without a word, is in canonical form, and says
 * of every container what its Compose file says of the service.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import t from 'tap';
import { parse } from 'yaml';
import { parseDuration, type ResourceOf, type Stack } from '../model/index.js';
import { compile, format, type SourceFile } from './index.js';
import { shortMessage } from './testing/index.js';

const folder = new URL('../../docs/coming-from/', import.meta.url);
type Service = Readonly<Record<string, unknown>>;
type Container = ResourceOf<'container'>;

function filesOf(directory: string): SourceFile[] {
  const place = new URL(`${directory}/`, folder);
  return readdirSync(place)
    .filter((name) => name.endsWith('.stow'))
    .map((path) => ({ path, text: readFileSync(new URL(path, place), 'utf8') }));
}

function compileFolder(stack: string): ReturnType<typeof compile> {
  return compile(filesOf(stack), {
    params: stack.endsWith('environments') ? { release: { value: '1.2.3', origin: 'a test' } } : {},
    resolveModule: (_from, source) => {
      const directory = source.replace('./', '');
      return { kind: 'module', directory, files: filesOf(`${stack}/${directory}`) };
    },
  });
}

const isRecord = (value: unknown): value is Service =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const record = (value: unknown): Service => (isRecord(value) ? value : {});

/** Text of Compose's own interpolation, as the test's params answer it. */
function interpolated(text: string): string {
  return text.replace(/\$\{(\w+)(?::[-?]([^}]*))?\}/g, (_all, name: string, standard = '') =>
    name === 'VERSION' ? '1.2.3' : name === 'LOG_LEVEL' ? 'debug' : String(standard),
  );
}

/** The services of a Compose file, with those they extend folded in. */
function servicesOf(stack: string, file = 'compose.yaml'): Readonly<Record<string, Service>> {
  const text = interpolated(readFileSync(new URL(`${stack}/${file}`, folder), 'utf8'));
  const document = record(parse(text, { merge: true }));
  return Object.fromEntries(
    Object.entries(record(document['services'])).map(([name, value]) => {
      const { extends: base, ...own } = record(value);
      if (!isRecord(base)) return [name, own];
      const from = servicesOf(stack, String(base['file']))[String(base['service'])];
      return [name, { ...from, ...own }];
    }),
  );
}

const megabytes = (text: unknown): number | undefined => {
  const match = /^(\d+)([mg])$/.exec(String(text));
  return match ? Number(match[1]) * (match[2] === 'g' ? 1 << 30 : 1 << 20) : undefined;
};

const publishedPort = (text: unknown): object => {
  const [ip, host, container] = String(text).split(':');
  return { host_ip: ip, host: Number(host?.split('-')[0]), container: Number(container) };
};

/** What a service says, in the words of our spec. */
function expectedSpec(service: Service): Record<string, unknown> {
  const { restart, healthcheck, stop_grace_period: grace } = service;
  const health = record(healthcheck);
  const [policy, retries] = typeof restart === 'string' ? restart.split(':') : [];
  const expected: Record<string, unknown> = {
    image: service['image'],
    command: service['command'],
    user: service['user'],
    read_only: service['read_only'],
    cap_add: service['cap_add'],
    cap_drop: service['cap_drop'],
    labels: service['labels'],
    cpus: service['cpus'],
    pids: service['pids_limit'],
    memory: megabytes(service['mem_limit']),
    env: service['environment'],
    no_new_privileges:
      list(service['security_opt']).includes('no-new-privileges:true') || undefined,
    stop_timeout: typeof grace === 'string' ? parseDuration(grace) : undefined,
    restart: policy && { policy, ...(retries !== undefined && { max_retries: Number(retries) }) },
    health: healthcheck && {
      test: list(health['test']).slice(1),
      interval: parseDuration(String(health['interval'])),
      ...(health['retries'] !== undefined && { retries: health['retries'] }),
    },
  };
  const ports = list(service['ports']);
  if (ports.length > 0) expected['ports'] = ports.map(publishedPort);
  return Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined));
}

/** The containers that stand for a service: by host name, or all replicas of a symbol. */
function containersOf({ resources }: Stack, name: string): Container[] {
  const containers = resources.flatMap((one) => (one.kind === 'container' ? [one] : []));
  const byHostName = containers.filter(({ spec }) => spec.hostname === name);
  return byHostName.length > 0
    ? byHostName
    : containers.filter(({ address }) => address.startsWith(`container.${name}[`));
}

/** What every container has, and `image`, which may be built. */
const derived = new Set(['name', 'hostname', 'image', 'networks', 'job']);

/** Whether an attribute without a twin of the same form is in Compose, too. */
function inCompose(attribute: string, service: Service): boolean {
  return (attribute === 'mounts' ? 'volumes' : attribute) in service;
}

const conditions: Readonly<Record<string, string>> = {
  service_started: 'started',
  service_healthy: 'healthy',
  service_completed_successfully: 'completed',
};

function waitsFor(container: Container | undefined, target: string, condition: unknown): boolean {
  const wanted = conditions[String(condition)];
  const address = `container.${target}`;
  return (container?.dependsOn ?? []).some(
    (one) => one.address === address && one.condition === wanted,
  );
}

const stacks = readdirSync(folder).filter((name) => statSync(new URL(name, folder)).isDirectory());

t.equal(stacks.length, 10);
for (const stack of stacks) {
  t.test(stack, async (t) => {
    for (const { path, text } of filesOf(stack)) t.equal(format(text).value, text, path);
    const { value, diagnostics } = compileFolder(stack);
    t.same(diagnostics.map(shortMessage), []);
    if (!value) return;
    const services = Object.entries(servicesOf(stack));
    t.ok(services.length > 0, 'its Compose file has services');
    let count = 0;
    for (const [name, service] of services) {
      const containers = containersOf(value, name);
      const replicas = record(service['deploy'])['replicas'] ?? 1;
      t.equal(containers.length, replicas, `containers of ${name}`);
      count += containers.length;
      const [first] = containers;
      const expected = expectedSpec(service);
      if ('build' in service) t.match(first?.dependsOn, [{ address: `image.${name}` }]);
      t.match(first?.spec, expected, name);
      const written = Object.keys(first?.spec ?? {}).filter((key) => !derived.has(key));
      t.same(
        written.filter((key) => !(key in expected) && !inCompose(key, service)),
        [],
        `says nothing more of ${name}`,
      );
      for (const [target, condition] of Object.entries(record(service['depends_on']))) {
        t.ok(waitsFor(first, target, record(condition)['condition']), `waits for ${target}`);
      }
    }
    t.equal(count, value.resources.filter(({ kind }) => kind === 'container').length);
  });
}
