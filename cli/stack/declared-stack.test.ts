/* Which engine a command speaks to, and what the files of a directory have to do with it. */
import t from 'tap';
import { engineName } from '../engine-name.js';
import { declaredStack } from './declared-stack.js';
import { scratchDirectory } from './testing/repositories.js';
import { runCommand } from './testing/run-command.js';
import { writeFiles } from './testing/write-files.js';

const nowhere = 'unix:///nowhere/declared.sock';

t.test('what is typed goes before the environment, that before the files', async (t) => {
  const name = (typed: string | undefined, variable: string | undefined, declared?: string) =>
    engineName(
      {
        arguments: [],
        switches: new Set(),
        values: typed === undefined ? {} : { engine: [typed] },
      },
      { environment: { STOWAGE_ENGINE: variable } },
      declared,
    );
  t.equal(name('docker', 'podman', 'embedded'), 'docker');
  t.equal(name(undefined, 'docker', 'embedded'), 'docker');
  t.equal(name(undefined, '', 'docker'), 'docker', 'an empty variable says nothing');
  t.equal(name(undefined, undefined, 'docker'), 'docker');
  t.equal(name(undefined, undefined), 'embedded');
});

t.test('declarations are read without evaluating anything', async (t) => {
  const directory = scratchDirectory(t);
  const read = (given?: string) => declaredStack(given, { directory });
  t.same(await read(), {}, 'a directory that is no stack');
  t.same(await read('gone'), {});
  writeFiles(directory, {
    'main.stow': `stack shop\nparam needed: int\ncontainer web { image: gone }\n`,
    'engine.stow': `engine ${JSON.stringify(nowhere)}\n`,
    'other.stow': 'container { {{ "\n',
    'latin.stow': Buffer.from([0xff]),
  });
  t.same(await read(), { stack: 'shop', engine: nowhere }, 'whatever is wrong beside them');
  t.same(await read('main.stow'), { stack: 'shop', engine: nowhere });
});

t.test(
  'commands on containers speak to the engine of the stack that they are run in',
  async (t) => {
    const directory = scratchDirectory(t);
    writeFiles(directory, { 'main.stow': `stack shop\nengine ${JSON.stringify(nowhere)}\n` });
    const commands = [
      ['ps'],
      ['logs', 'x'],
      ['stop', 'x'],
      ['exec', 'x', 'true'],
      ['doctor'],
      ['plan'],
    ];
    for (const args of commands) {
      const { code, stderr } = await runCommand(args, { directory });
      t.equal(code, 1);
      t.match(stderr, nowhere, args.join(' '));
      const other = await runCommand(
        [...args.slice(0, 1), '--engine', 'unix:///typed.sock', ...args.slice(1)],
        { directory },
      );
      t.match(other.stderr, 'unix:///typed.sock');
    }
  },
);
