/* What is read of how a container was made from the command line that Podman keeps. */
import t from 'tap';
import { Fields } from '../../client/fields.js';
import { optionsOf } from './command-line.js';
import { parseCreation } from './creation.js';

const optionsIn = (line: string) => optionsOf(line.split(' '));

const creationOf = (line: string, more: Readonly<Record<string, unknown>> = {}) =>
  parseCreation(
    new Fields({ ...more, Config: { CreateCommand: line === '' ? null : line.split(' ') } }, 'it'),
  );
const askedBy = (line: string) => creationOf(`podman create ${line} app`).asked;
const lostWith = (line: string) =>
  creationOf(`podman create ${line} app`).beyond.map(({ text, weight }) => `${weight}: ${text}`);

t.test('options are told from what stands after them', async (t) => {
  t.same(optionsIn('podman --url unix:///x run -dit --name web --rm=false app --name x'), [
    ['detach', 'true'],
    ['interactive', 'true'],
    ['tty', 'true'],
    ['name', 'web'],
    ['rm', 'false'],
  ]);
  t.same(optionsIn('podman container create -eA=1 -e B=2 -tv files:/srv --init -- app'), [
    ['e', 'A=1'],
    ['e', 'B=2'],
    ['tty', 'true'],
    ['volume', 'files:/srv'],
    ['init', 'true'],
  ]);
  t.same(optionsIn('podman play kube web.yaml'), []);
  t.same(optionsIn('podman create --name'), [['name', '']], 'a line that was cut');
});

t.test('what a spec can say is read as its attributes', async (t) => {
  const none = { cap_add: [], cap_drop: [] };
  t.same(askedBy('--name web -e A=1'), none);
  t.same(askedBy('--cap-add NET_ADMIN --cap-add kill,chown --cap-drop ALL'), {
    cap_add: ['NET_ADMIN', 'kill', 'chown'],
    cap_drop: ['ALL'],
  });
  t.same(askedBy('--sysctl a.b=1 --sysctl a.c=2=3 --ulimit nofile=1:2 --ulimit core=0'), {
    ...none,
    sysctls: { 'a.b': '1', 'a.c': '2=3' },
    ulimits: { nofile: { soft: 1, hard: 2 }, core: { soft: 0, hard: 0 } },
  });
  t.same(askedBy('--device /dev/a --device /dev/b:/dev/c:r --device /dev/d:rw'), {
    ...none,
    devices: [
      { host: '/dev/a' },
      { host: '/dev/b', container: '/dev/c', permissions: 'r' },
      { host: '/dev/d', permissions: 'rw' },
    ],
  });
  t.same(askedBy('--network back:ip=10.0.0.2,alias=x --network wide:ip6=fd00::2 --ip 10.0.0.3'), {
    ...none,
    networks: { back: { ipv4: '10.0.0.2' }, wide: { ipv6: 'fd00::2' }, '': { ipv4: '10.0.0.3' } },
  });
  t.same(askedBy('--log-opt max-size=1m --log-driver k8s-file --ipc host --userns host'), {
    ...none,
    ipc: 'host',
    userns: 'host',
    log: { driver: 'k8s-file', options: { 'max-size': '1m' } },
  });
});

t.test('what none can say is named, and never with its value', async (t) => {
  t.same(lostWith('--tz UTC --health-on-failure kill --tz UTC'), [
    'minor: `--tz`, with which it was made',
    'minor: `--health-on-failure`, with which it was made',
  ]);
  for (const option of [
    '--secret key',
    '--userns auto',
    '--uidmap 0:1:2',
    '--ipc ns:/proc/1/ns/ipc',
  ]) {
    const [name = ''] = option.split(' ');
    const weight = name === '--ipc' ? 'minor' : 'essential';
    t.same(lostWith(option), [`${weight}: \`${name}\`, with which it was made`], option);
  }
  t.same(lostWith('--security-opt unmask=ALL'), [
    'essential: `--security-opt`, with which it was made',
  ]);
  t.same(
    lostWith('--security-opt label=disable -v a:/b:ro,Z -v c:/d --mount type=bind,src=/a,dst=/b'),
    [],
  );
  t.same(lostWith('-v a:/b:U'), ['minor: `--volume`, with which it was made']);
  t.same(lostWith('--log-opt max-size=1m'), ['minor: `--log-opt`, with which it was made']);
  t.same(lostWith('--read-only-tmpfs --passwd=true --cgroups enabled'), []);
  t.same(lostWith('--read-only-tmpfs=false'), [
    'minor: `--read-only-tmpfs`, with which it was made',
  ]);
});

t.test('where there is no command line, and in pods', async (t) => {
  t.notOk('asked' in creationOf(''));
  t.match(creationOf('').beyond, [{ weight: 'minor', text: /does not tell/ }]);
  t.match(creationOf('podman create app', { Pod: 'abc' }).beyond, [{ weight: 'essential' }]);
  t.match(creationOf('', { IsInfra: true }).beyond, [{ weight: 'essential' }]);
});
