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

/** `stowage attach`, by the containers of a stack. */
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
