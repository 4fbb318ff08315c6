/* Which engine is meant: variables, contexts as Docker writes them, connections as Podman writes them. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { EngineError } from '../../../model/index.js';
import { makeCertificates, whyNoCertificates } from '../../testing/index.js';
import { chooseTarget, type Environment, unverifiedVariable } from './index.js';
import { parseContainersConf } from './podman-connections.js';

const home = mkdtempSync(join(tmpdir(), 'stowage-choose-'));
t.teardown(() => rmSync(home, { recursive: true, force: true }));
const docker = (environment: Environment) =>
  chooseTarget({ family: 'docker' }, { HOME: home, ...environment });
const podman = (environment: Environment) =>
  chooseTarget({ family: 'podman' }, { HOME: home, ...environment });

/** What a choice is refused with. */
function refusal(choose: () => unknown): EngineError {
  try {
    choose();
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

t.test('without a word it is the socket that the engine makes', async (t) => {
  t.strictSame(docker({}).address.text, 'unix:///var/run/docker.sock');
  t.strictSame(docker({ DOCKER_HOST: '', DOCKER_CONTEXT: 'default' }).origin, undefined);
  t.match(podman({}).address.text, /^unix:\/\/\/run\/(?:user\/\d+\/)?podman\/podman\.sock$/);
});

t.test('variables name it, and an address that is typed counts more', async (t) => {
  const given = docker({ DOCKER_HOST: 'ssh://me@host', DOCKER_CONTEXT: 'other' });
  t.match(given, { address: { kind: 'ssh', user: 'me' }, origin: 'DOCKER_HOST' });
  const typed = chooseTarget({ address: 'unix:///x' }, { DOCKER_HOST: 'ssh://me@host' });
  t.strictSame(typed, {
    address: { kind: 'unix', text: 'unix:///x', socketPath: '/x' },
  });
  const remote = podman({
    CONTAINER_HOST: 'ssh://core@vm/run/podman.sock',
    CONTAINER_SSHKEY: '/k',
  });
  t.match(remote, { origin: 'CONTAINER_HOST', identity: '/k' });
  const wrong = refusal(() => docker({ DOCKER_HOST: 'npipe:////./pipe/docker_engine' }));
  t.match(wrong, { code: 'unsupported', message: /which DOCKER_HOST names/ });
  const secret = refusal(() => docker({ DOCKER_HOST: 'ssh://me:hunter2@host' }));
  t.notMatch(`${secret.message}${secret.hint ?? ''}`, /hunter2/);
});

t.test('a connection that anybody could read or answer is refused', async (t) => {
  const open = refusal(() => docker({ DOCKER_HOST: 'tcp://10.1.2.3:2375' }));
  t.match(open, {
    code: 'unsupported',
    message: /tcp:\/\/10\.1\.2\.3:2375 \(DOCKER_HOST\) is not enc/,
  });
  t.match(open.hint, new RegExp(`${unverifiedVariable}=10\\.1\\.2\\.3:2375`));
  const environment = { DOCKER_HOST: 'tcp://10.1.2.3', [unverifiedVariable]: '10.1.2.3:2375' };
  t.equal(docker(environment).tls, undefined, 'who says that it is guarded has their way');
  refusal(() => docker({ ...environment, DOCKER_HOST: 'tcp://10.1.2.4' }));
  refusal(() => docker({ DOCKER_HOST: 'http://10.1.2.3:2375', DOCKER_TLS_VERIFY: '1' }));
  t.equal(
    docker({ DOCKER_HOST: 'tcp://127.0.0.1:2375' }).tls,
    undefined,
    'loopback is this machine',
  );
  const unverified = refusal(() => docker({ DOCKER_HOST: 'tcp://10.1.2.3', DOCKER_TLS: '1' }));
  t.match(unverified.message, /does not ask who answers/);
  t.match(unverified.hint, /=10\.1\.2\.3:2376/);
  t.match(docker({ DOCKER_HOST: 'tcp://10.1.2.3', DOCKER_TLS_VERIFY: '1' }).tls, {
    verifies: true,
  });
  t.match(docker({ DOCKER_HOST: 'https://10.1.2.3' }).tls, { verifies: true });
});

t.test('Podman’s connections', async (t) => {
  const conf = `[containers]
log_driver = "k8s-file"
[engine] # what the command does
active_service = "vm"
[engine.service_destinations]
  [engine.service_destinations.vm]
  uri = "ssh://core@localhost:5022/run/user/501/podman/podman.sock"
  identity = "/keys/vm"
[engine.service_destinations."a b"]
uri = "unix:///run/podman/podman.sock" # this machine
[network]
uri = "no"
`;
  const { usual, byName } = parseContainersConf(conf);
  t.equal(usual, 'vm');
  t.same(Object.fromEntries(byName), {
    vm: {
      uri: 'ssh://core@localhost:5022/run/user/501/podman/podman.sock',
      identity: '/keys/vm',
    },
    'a b': { uri: 'unix:///run/podman/podman.sock', identity: '' },
  });
  const file = join(home, 'containers.conf');
  writeFileSync(file, conf);
  t.match(podman({ CONTAINERS_CONF: file, CONTAINER_CONNECTION: 'vm' }), {
    address: { kind: 'ssh', user: 'core', port: 5022 },
    identity: '/keys/vm',
    origin: /Podman connection "vm"/,
  });
  const gone = refusal(() => podman({ CONTAINERS_CONF: file, CONTAINER_CONNECTION: 'gone' }));
  t.match(gone.message, /no Podman connection "gone", which CONTAINER_CONNECTION names/);
  const directory = join(home, '.config/containers');
  mkdirSync(directory, { recursive: true });
  const json = {
    Connection: { Default: 'x', Connections: { x: { URI: 'ssh://a@b', Identity: '' } } },
  };
  writeFileSync(join(directory, 'podman-connections.json'), JSON.stringify(json));
  t.match(podman({ CONTAINER_CONNECTION: 'x' }), { address: { text: 'ssh://a@b' } });
  writeFileSync(join(directory, 'podman-connections.json'), '{');
  t.match(refusal(() => podman({ CONTAINER_CONNECTION: 'x' })).message, /podman-connections\.json/);
});

const hindrance = whyNoCertificates();

t.test('Docker’s contexts', { skip: hindrance ?? false }, async (t) => {
  const made = makeCertificates(join(home, 'made'));
  const config = join(home, 'docker');
  const run = (...args: readonly string[]): void =>
    void execFileSync('docker', ['--config', config, 'context', ...args], { stdio: 'pipe' });
  const create = (name: string, endpoint: string): void =>
    run('create', name, '--docker', endpoint);
  const { client } = made;
  create('shell', 'host=ssh://me@host');
  create('guarded', `host=tcp://10.1.2.3:2376,ca=${made.ca},cert=${client.cert},key=${client.key}`);
  create('careless', 'host=tcp://10.1.2.3:2376,skip-tls-verify=true');
  create('open', 'host=tcp://10.1.2.3:2375');
  const use = (name: string) => docker({ DOCKER_CONFIG: config, DOCKER_CONTEXT: name });
  t.match(use('shell'), {
    address: { kind: 'ssh', user: 'me' },
    origin: 'the Docker context "shell"',
  });
  t.strictSame(use('guarded').tls, {
    verifies: true,
    ca: readFileSync(made.ca, 'utf8'),
    client: {
      certificate: readFileSync(client.cert, 'utf8'),
      key: readFileSync(client.key, 'utf8'),
    },
  });
  t.match(refusal(() => use('careless')).message, /\(the Docker context "careless"\) does not ask/);
  t.match(refusal(() => use('open')).message, /\(the Docker context "open"\) is not encrypted/);
  t.match(
    refusal(() => use('gone')),
    {
      code: 'unreachable',
      message: /no Docker context "gone", which DOCKER_CONTEXT names/,
    },
  );
  run('use', 'shell');
  t.match(docker({ DOCKER_CONFIG: config }).address, { kind: 'ssh' }, 'the one in use');
  t.equal(docker({ DOCKER_CONFIG: config, DOCKER_CONTEXT: 'default' }).address.kind, 'unix');
  run('rm', '--force', 'shell');
  writeFileSync(join(config, 'config.json'), '{ "currentContext": "shell" }');
  t.match(refusal(() => docker({ DOCKER_CONFIG: config })).message, /which .*config\.json names/);
  writeFileSync(join(config, 'config.json'), '{ "currentContext": ');
  t.match(refusal(() => docker({ DOCKER_CONFIG: config })).message, /settings in .*config\.json/);
});

t.test(
  'certificates that cannot be used are told before anybody is asked',
  { skip: hindrance ?? false },
  async (t) => {
    const made = makeCertificates(join(home, 'more'));
    const directory = join(home, 'certificates');
    mkdirSync(directory);
    const put = (name: string, from: string): void =>
      writeFileSync(join(directory, name), from === '' ? 'no certificate' : readFileSync(from));
    const asked = () =>
      docker({ DOCKER_HOST: 'tcp://e:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: directory });
    t.match(refusal(asked).message, /no ca\.pem, cert\.pem or key\.pem in .*DOCKER_CERT_PATH/);
    put('ca.pem', made.ca);
    t.match(asked().tls, { verifies: true }, 'a client needs no certificate of its own');
    put('cert.pem', made.client.cert);
    t.match(refusal(asked).message, /no key\.pem in/);
    put('key.pem', made.server.key);
    t.match(refusal(asked).message, /key\.pem: it is not the key of cert\.pem/);
    put('key.pem', made.client.key);
    t.ok(asked().tls?.client);
    put('cert.pem', made.expired.cert);
    put('key.pem', made.expired.key);
    t.match(refusal(asked).message, /our certificate .*cert\.pem has expired/);
    put('ca.pem', '');
    t.match(refusal(asked).message, /cannot use .*ca\.pem: it is not what its name says/);
  },
);
