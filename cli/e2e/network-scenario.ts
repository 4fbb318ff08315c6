/*
 * A network that is made anew, on a real engine, and cannot be: while its containers end, another stack
 * takes the subnet that it is to have, which no preflight can see. All is as it was after that, fixed
 * addresses included.
 */
import type { Test } from 'tap';
import type { EngineUnderTest } from './engine-under-test.js';
import { stowage, writeStack, type Finished } from './stowage.js';

/** How the subnets begin. */
const nets = { before: '10.213.41', after: '10.213.42' };

/** The server takes its time to end; what stands beside the two is changed at once. */
const text = (name: string): string => `stack ${name}

image tool {
  from: "scratch"
  context: "/bin"
  steps: [
    copy("busybox", "/bin/busybox"),
    run(["/bin/busybox", "--install", "-s", "/bin"]),
  ]
  env: { PATH: "/bin" }
}

let net = "${nets.before}"

network back { subnet: "\${net}.0/24" }
network front {}

container server {
  image: tool
  command: ["httpd", "-f", "-p", "8000", "-h", "/bin"]
  networks: { back: { ipv4: "\${net}.9" } }
  stop_timeout: 6s
}

container client {
  image: tool
  command: ["sleep", "10000"]
  networks: [back]
  stop_timeout: 0s
}

container beside {
  image: tool
  command: ["sleep", "10000"]
  networks: [front]
  memory: 32MiB
  stop_timeout: 0s
}
`;

/** Applies, and has something else done when there is a line of progress for it. */
async function applyMeanwhile(
  args: readonly string[],
  env: EngineUnderTest['env'],
  at: RegExp,
  meanwhile: () => Promise<Finished>,
): Promise<{ readonly applied: Finished; readonly other?: Finished }> {
  let other: Promise<Finished> | undefined;
  const applied = await stowage(args, {
    env,
    onStart: (child) => {
      let said = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (at.test(said)) other ??= meanwhile();
      });
    },
  });
  const done = await other;
  return { applied, ...(done && { other: done }) };
}

/** The subnet is taken between the preflight and the making anew. */
export async function networkScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const holdingsBefore = await engine.holdings();
  const leftOnHost = engine.watchHost();
  const { env } = engine;
  const name = `anew_${engine.name}`;
  const copy = writeStack(text(name));
  const taker = writeStack(
    `stack taker_${engine.name}\n\nnetwork own { subnet: ${nets.after}.0/24 }\n`,
  );
  const run = async (code: number, ...args: readonly string[]): Promise<Finished> => {
    const finished = await stowage(args, { env });
    t.equal(finished.code, code, finished.text);
    return finished;
  };
  /** The server answers the client by its name. */
  const isServed = async (): Promise<void> => {
    const page = 'http://server:8000/busybox';
    await run(0, 'exec', `${name}-client`, 'wget', '-q', '-O', '/dev/null', page);
  };
  /** Its time to end is waited for once. */
  const end = (): Promise<Finished> => run(0, 'kill', `${name}-server`);
  try {
    await run(0, 'apply', copy.directory, '--yes');
    await isServed();
    const before = await engine.containerIds();
    copy.edit('main.stow', nets.before, nets.after);
    copy.edit('main.stow', 'memory: 32MiB', 'memory: 48MiB');
    const { applied, other } = await applyMeanwhile(
      ['apply', copy.directory, '--yes'],
      env,
      /^done: updating container\.beside/m,
      () => stowage(['apply', taker.directory, '--yes'], { env }),
    );
    t.equal(other?.code, 0, other?.text ?? 'the line was never said');
    t.equal(applied.code, 4, `what is brought back has an exit code of its own\n${applied.text}`);
    t.match(applied.stderr, /^failed: network\.back: /m);
    for (const back of [
      'network.back: it is there again as it was',
      'container.server: its predecessor is back',
      'container.client: its predecessor is back',
    ]) {
      t.match(applied.stderr, back);
    }
    t.same(await engine.containerIds(), before, 'the same containers run');
    await isServed();
    copy.edit('main.stow', nets.after, nets.before);
    const plan = await run(0, 'plan', copy.directory, '--detailed-exitcode');
    t.match(plan.stdout, /^No differences\./m, 'as if it had not been tried');

    copy.edit('main.stow', nets.before, nets.after);
    await run(0, 'destroy', taker.directory, '--yes');
    await end();
    await run(0, 'apply', copy.directory, '--yes');
    await run(0, 'plan', copy.directory, '--detailed-exitcode');
    await isServed();
    await end();
    await run(0, 'destroy', copy.directory, '--yes');
    t.same(await engine.holdings(), holdingsBefore, 'destroy leaves nothing on the engine');
    t.same(await leftOnHost(), [], 'nor on the host');
  } finally {
    copy.remove();
    taker.remove();
  }
}
