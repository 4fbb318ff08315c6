/* What runs in a container, spoken with: by pipes, and by somebody at a terminal, alike on every engine. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Test } from 'tap';
import { busyboxImage } from './busybox.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { elements } from './json.js';
import { inTerminal } from './pseudo-terminal.js';
import { stowage, writeStack, type Finished } from './stowage.js';

/** Says back what it is told, and how it is told to end. */
const echo = `trap 'echo told; exit 9' USR1; while read line; do echo "out $line"; echo "err $line" >&2; done; echo over; exit 3`;

const stack = (name: string): string => `stack ${name}
${busyboxImage('base')}
container shell {
  image: base
  command: ["sh"]
  tty: true
  stdin_open: true
  network_mode: "none"
  stop_timeout: 1s
}
container echo {
  image: base
  command: ["sh", "-c", ${JSON.stringify(echo)}]
  stdin_open: true
  network_mode: "none"
  stop_timeout: 1s
}
`;

/** `stowage attach`, by the containers of a stack, and `stowage run`, by its image. */
export async function streamScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const name = `streams_${engine.name}`;
  const written = writeStack(stack(name));
  const run = (...args: readonly string[]): Promise<Finished> =>
    stowage(args, { env: engine.env, cwd: written.directory });
  try {
    const applied = await run('apply', '--yes');
    t.equal(applied.code, 0, applied.text);
    await atTerminal(t, engine, `${name}-shell`);
    await byPipes(t, engine, `${name}-echo`);
    await byRun(t, engine, name, written.directory);
    const nobody = await run('attach', 'nobody');
    t.equal(nobody.code, 1);
    t.match(nobody.stderr, /nobody/);
    t.equal((await run('attach', '--detach-keys', 'ctrl-1', `${name}-echo`)).code, 64);
    const destroyed = await run('destroy', '--yes');
    t.equal(destroyed.code, 0, destroyed.text);
  } finally {
    written.remove();
  }
}

async function stateOf(engine: EngineUnderTest, container: string): Promise<unknown> {
  const listed = await stowage(['ps', '--all', '--json'], { env: engine.env });
  return elements(listed.stdout).find((one) => one['name'] === container)?.['state'];
}

/** A shell is typed into, left, and found again as it was; another terminal may be of another size. */
async function atTerminal(t: Test, engine: EngineUnderTest, shell: string): Promise<void> {
  const first = inTerminal(['attach', shell], engine.env);
  await first.sees(/\/dev\/pts/);
  first.type('mark=kept; echo $((40 + 2)) there\n');
  await first.sees(/\n42 there/);
  first.type('stty size\n');
  await first.sees(/\n33 90\r/);
  await first.resize(71, 22);
  first.type('while [ "$(stty size)" != "22 71" ]; do sleep 0.1; done; echo $((1 + 1)) sizes\n');
  await first.sees(/\n2 sizes/);
  first.type("sh -c 'echo $((5 + 5)) waits; exec sleep 1000'\n");
  await first.sees(/\n10 waits/);
  // An interrupt is a key like any other.
  first.type('\x03echo $((3 + 3)) on\n');
  await first.sees(/\n6 on/);
  first.type('\x10\x11');
  t.equal(await first.ended(), 0, first.screen());
  t.match(first.screen(), /Detached from .*-shell, which goes on/);
  t.equal(await stateOf(engine, shell), 'running');

  const second = inTerminal(['attach', '--detach-keys', 'ctrl-x,y', shell], engine.env);
  await second.sees(/\/dev\/pts/);
  second.type('echo "$mark still"\n');
  await second.sees(/\nkept still/);
  // The usual keys are keys like any others now, and so is the beginning of the own ones.
  second.type('\x10\x11\x18\x15echo $((4 + 4)) here\n');
  await second.sees(/\n8 here/);
  second.type('\x18y');
  t.equal(await second.ended(), 0, second.screen());

  const third = inTerminal(['attach', shell], engine.env);
  await third.sees(/\/dev\/pts/);
  third.type('exit 5\n');
  t.equal(await third.ended(), 5, third.screen());
  t.equal(await stateOf(engine, shell), 'exited');
  const late = await stowage(['attach', shell], { env: engine.env });
  t.equal(late.code, 1);
  t.match(late.stderr, /is exited, and not running|is not running/);
}

/** Without a terminal the two outputs stay apart, the input may end, and signals go through. */
async function byPipes(t: Test, engine: EngineUnderTest, container: string): Promise<void> {
  const attach = (
    args: readonly string[],
    onStart: (child: ChildProcess) => void,
    input?: string,
  ): Promise<Finished> =>
    stowage(['attach', ...args, container], {
      env: engine.env,
      onStart,
      ...(input === undefined ? { keepsInput: true } : { input }),
    });
  const children: ChildProcess[] = [];
  const hears = (child: ChildProcess | undefined): Promise<unknown> | undefined =>
    child?.stdout ? once(child.stdout, 'data') : undefined;
  const keep = (child: ChildProcess): void => void children.push(child);
  const watched = attach(['--no-stdin', '--sig-proxy=false'], keep, '');
  const spoken = attach([], keep);
  const [watcher, speaker] = children;
  const heard = new AbortController();
  void hears(watcher)?.then(() => heard.abort());
  // Neither says when it is attached, so something is said until both have heard it.
  while (!heard.signal.aborted) {
    speaker?.stdin?.write('hello\n');
    await delay(200);
  }
  for (const line of ['one', 'two']) {
    const answered = hears(speaker);
    speaker?.stdin?.write(`${line}\n`);
    await answered;
  }
  speaker?.kill('SIGUSR1');
  const end = await spoken;
  t.equal(end.code, 9, `the exit code of the container\n${end.text}`);
  t.match(end.stdout, /^(?:out hello\n)+out one\nout two\ntold\n$/);
  t.match(end.stderr, /^(?:err hello\n)+err one\nerr two\n$/);
  const { code, text, stdout } = await watched;
  t.equal(code, 9, text);
  t.match(stdout, /out one\nout two\ntold\n$/);
}

/** Containers of no stack: all that they write is seen, they go as they are told to, and no plan knows of them. */
async function byRun(t: Test, engine: EngineUnderTest, name: string, cwd: string): Promise<void> {
  const { env } = engine;
  const before = await engine.holdings();
  const run = (words: readonly string[], input = ''): Promise<Finished> =>
    stowage(['run', ...words], { env: { ...env, HERE: 'taken' }, cwd, input });
  const alone = ['--network', 'none', '--rm'];
  const mark = ['-e', 'TOLD=a b', '-e', 'HERE', '-e', 'NOWHERE'];
  const script = 'echo "$TOLD $HERE $PWD $(id -u) ${NOWHERE-unset}"; echo err >&2; exit 7';
  const told = await run([
    ...alone,
    ...mark,
    '-w',
    '/bin',
    '-u',
    '1000',
    'image.base',
    'sh',
    '-c',
    script,
  ]);
  t.equal(told.code, 7, told.text);
  t.equal(told.stdout, 'a b taken /bin 1000 unset\n', 'all of it, however soon it ends');
  t.equal(told.stderr, 'err\n');
  const lines = 'a line of some length\n'.repeat(50_000);
  const piped = await run(['-i', ...alone, 'image.base', 'cat'], lines);
  t.equal(piped.code, 0, piped.stderr);
  t.equal(piped.stdout.length, lines.length);
  t.ok(piped.stdout === lines, 'what is piped in comes out, and its end is passed on');
  const entry = await run([...alone, '--entrypoint', 'echo', 'image.base', 'an', 'entry']);
  t.equal(entry.stdout, 'an entry\n', entry.text);
  const failed = await run([...alone, 'image.base', 'no-such-program']);
  t.equal(failed.code, 127, failed.text);
  t.match(failed.stderr, /no-such-program/);
  t.notMatch(failed.stderr, /bug in Stowage/);
  const directory = await run([...alone, 'image.base', '/bin']);
  t.equal(directory.code, 126, directory.text);
  const unmade = await run([...alone, '--pull', 'never', 'no-such-image:1']);
  t.equal(unmade.code, 125, unmade.text);
  t.match(unmade.stderr, /no image no-such-image:1/);
  const limit = engine.hasLimits === false ? '--init' : '--pids-limit 50';
  const settings = `--hostname box -l told=yes --read-only --tmpfs /tmp ${limit} --cap-drop ALL`;
  const looked = await run([
    ...alone,
    ...settings.split(' '),
    'image.base',
    'sh',
    '-c',
    'hostname; echo x > /tmp/x && cat /tmp/x; touch /y 2>&1 | grep -c Read-only; grep CapBnd /proc/self/status',
  ]);
  t.match(looked.stdout, /^box\nx\n1\nCapBnd:\s0+\n$/, looked.text);
  t.same(await engine.holdings(), before, 'nothing of them is left');
  for (const wrong of [
    ['-p', '80'],
    ['-v', 'x'],
    ['--network', 'none', '--network', 'host'],
    ['--name', '-'],
  ]) {
    t.equal((await run([...wrong, 'image.base'])).code, 64, wrong.join(' '));
  }

  const words = ['-it', ...alone, '--name', `${name}-by-hand`, 'image.base', 'sh'];
  const typist = inTerminal(['run', ...words], env, cwd);
  await typist.sees(/\/dev\/pts/);
  typist.type('stty size; echo $((20 + 3)) typed\n');
  await typist.sees(/\n33 90\r+\n23 typed/);
  typist.type('\x10\x11');
  t.equal(await typist.ended(), 0, typist.screen());
  const listed = await stowage(['ps', '--all', '--json'], { env });
  const byHand = elements(listed.stdout).find((one) => one['name'] === `${name}-by-hand`);
  t.match(byHand, { state: 'running' });
  t.notOk(byHand?.['stack'] ?? byHand?.['address'], 'it is of no stack');
  const plan = await stowage(['plan', '--detailed-exitcode'], { env, cwd });
  t.notMatch(plan.stdout, /by-hand/);
  const again = inTerminal(['attach', `${name}-by-hand`], env);
  await again.sees(/\/dev\/pts/);
  again.type('exit 4\n');
  t.equal(await again.ended(), 4, again.screen());

  let child: ChildProcess | undefined;
  const waiting = stowage(
    [
      'run',
      ...alone,
      'image.base',
      'sh',
      '-c',
      "trap 'echo bye; exit 6' INT; echo up; while :; do sleep 0.1; done",
    ],
    { env, cwd, onStart: (started) => (child = started) },
  );
  if (child?.stdout) await once(child.stdout, 'data');
  child?.kill('SIGINT');
  const interrupted = await waiting;
  t.equal(interrupted.code, 6, interrupted.text);
  t.equal(interrupted.stdout, 'up\nbye\n');

  const volume = `${name}-kept`;
  const detached = await run([
    '-d',
    '--rm',
    '-v',
    `${volume}:/data`,
    'image.base',
    'sh',
    '-c',
    'echo 1 > /data/x; sleep 0.5',
  ]);
  t.equal(detached.code, 0, detached.text);
  t.match(detached.stdout, /^[0-9a-f]{64}\n$/);
  const left = async (): Promise<readonly string[]> =>
    (await engine.holdings()).filter((one) => !before.includes(one));
  for (
    let round = 0;
    round < 100 && (await left()).some((one) => one.startsWith('container'));
    round += 1
  ) {
    await delay(100);
  }
  t.same(
    (await left()).filter((one) => !one.includes('bridge')),
    [`volume ${volume}`],
  );
  await engine.removeVolume(volume);
}
