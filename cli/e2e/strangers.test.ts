/*
 * Objects of others that look like ones of a stack: labels that were copied, images that were made from its
 * containers, names that are the beginnings of ids, networks of one name. They stay as they are, and nothing of
 * the stack is taken for one of them.
 */
import t, { type Test } from 'tap';
import { whyNoDockerd, whyNoPodman } from '../../providers/testing/index.js';
import { busyboxImage } from './busybox.js';
import { dockerUnderTest, podmanUnderTest, type CommandLineEngine } from './command-line-engine.js';
import { members, text } from './json.js';
import { stowage, writeStack } from './stowage.js';

const stackText = `stack own

${busyboxImage('base', 'command: ["sleep", "10000"]')}
volume data {}
network back {}

container web {
  image: base
  env: { TURN: "1" }
  mounts: [data -> "/data"]
  networks: [back]
  stop_timeout: 0s
}
`;

/** Makes strangers, and gives their names. */
async function makeStrangers({ name: engine, command }: CommandLineEngine): Promise<string[]> {
  const inspect = async (format: string, name: string): Promise<string> =>
    command('inspect', '--format', format, name);
  const labels = Object.entries(members(await inspect('{{json .Config.Labels}}', 'own-web')))
    .filter(([name]) => name.startsWith('stowage.'))
    .flatMap(([name, value]) => ['--label', `${name}=${text(value)}`]);
  const image = await inspect('{{.Config.Image}}', 'own-web');
  const id = await inspect('{{.Id}}', 'own-web');
  const networkId = await command('network', 'inspect', '--format', '{{.Id}}', 'own-back');
  const make = async (name: string, ...options: readonly string[]): Promise<string> => {
    const common = ['run', '-d', '--network', 'none', '--stop-timeout', '0', '--name', name];
    await command(...common, ...options, 'sleep', '10000');
    return name;
  };
  await command('commit', 'own-web', 'kept:1');
  // Podman refuses such a name.
  if (engine === 'docker') await command('network', 'create', networkId.slice(0, 12));
  await command('volume', 'create', '--label', 'stowage.stack=own', 'half');
  return [
    await make('copied', ...labels, image),
    await make('from-image', 'kept:1'),
    await make('half-marked', '--label', 'stowage.stack=own', image),
    await make(id.slice(0, 12), image),
  ];
}

async function strangers(t: Test, engine: CommandLineEngine): Promise<void> {
  const { env } = engine;
  const stack = writeStack(stackText);
  const { directory } = stack;
  const held = await engine.holdings();
  const apply = async (what: string): Promise<void> => {
    const applied = await stowage(['apply', directory, '--yes'], { env });
    t.equal(applied.code, 0, `${what}\n${applied.text}`);
  };
  const nothingToDo = async (when: string): Promise<void> => {
    const plan = await stowage(['plan', directory, '--detailed-exitcode'], { env });
    t.equal(plan.code, 0, `nothing is planned ${when}\n${plan.text}`);
    const drift = await stowage(['drift', directory], { env });
    t.equal(drift.code, 0, `nothing has drifted ${when}\n${drift.text}`);
  };
  await apply('a stack');
  const made = await makeStrangers(engine);
  const idsOfThem = async () => {
    const ids = await engine.containerIds();
    return made.map((name) => ids[name]);
  };
  const before = await idsOfThem();
  t.notOk(before.includes(undefined), 'all of them are there');
  await nothingToDo('beside them');
  const host = await stowage(['drift', '--host'], { env });
  for (const name of made) t.match(host.stdout, new RegExp(`^ +container ${name}$`, 'm'));

  stack.edit('main.stow', 'TURN: "1"', 'TURN: "2"');
  await apply('a replacement');
  await nothingToDo('after that');
  t.same(await idsOfThem(), before, 'they are the same ones, and there');
  await engine.remove('own-web');
  // By itself it would be one that somebody has renamed.
  await engine.remove('copied');
  made.shift();
  before.shift();
  await apply('what was removed is made again');
  await nothingToDo('after that, too');
  t.same(await idsOfThem(), before, 'they still are');

  const allowed = ['--allow-destroy', 'volume.data'];
  const gone = await stowage(['destroy', directory, '--yes', ...allowed], { env });
  t.equal(gone.code, 0, gone.text);
  t.same(await idsOfThem(), before, 'what is destroyed is the stack alone');
  for (const name of made) await engine.remove(name);
  await engine.removeVolume('half');
  const networks = (await engine.command('network', 'ls', '--format', '{{.Name}}')).split('\n');
  for (const name of networks.filter((one) => /^[0-9a-f]{12}$/.test(one))) {
    await engine.command('network', 'rm', name);
  }
  await engine.command('rmi', 'kept:1');
  const left = (await engine.holdings()).filter((one) => !held.includes(one));
  t.same(
    left.filter((one) => !one.startsWith('image ')),
    [],
    'nothing is left',
  );
  stack.remove();
}

t.test('on Docker', { skip: whyNoDockerd() ?? false }, async (t) =>
  strangers(t, await dockerUnderTest(t)),
);
t.test('on Podman', { skip: whyNoPodman() ?? false }, async (t) =>
  strangers(t, await podmanUnderTest(t)),
);
