/*
 * The health check that an image brings along: containers that declare none have it, an apply waits for it,
 * and who does without says so. What waits for a container that nothing checks is refused by the plan.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { busyboxImage } from './busybox.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { stowage, writeStack } from './stowage.js';

const stackText = (name: string, web: string, state: string): string => `stack ${name}
${busyboxImage('base')}image app {
  context: "./app"
  dockerfile: "Dockerfile"
  bases: { "os": base }
}
container web {
  image: app
  networks: []
  stop_timeout: 0s
${web}}
container user {
  image: base
  command: ["sleep", "10000"]
  networks: []
  stop_timeout: 0s
  after: [web is ${state}]
}
`;

const dockerfile = (check: string): string => `FROM os
SHELL ["/bin/busybox", "sh", "-c"]
HEALTHCHECK ${check}
CMD ["sh", "-c", "sleep 1; touch /ready; exec sleep 10000"]
`;
const passing = '--interval=200ms --retries=30 CMD test -e /ready';
const failing = '--interval=200ms --retries=2 CMD false';

export async function imageHealthScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const name = `checked_${engine.name}`;
  const stack = writeStack(stackText(name, '', 'healthy'));
  const { directory } = stack;
  const { env } = engine;
  const run = (command: string, ...args: readonly string[]) =>
    stowage([command, directory, ...args], { env });
  const write = (file: string, text: string): void => writeFileSync(join(directory, file), text);
  const applies = async () => {
    const applied = await run('apply', '--yes');
    t.equal(applied.code, 0, applied.text);
    const plan = await run('plan', '--detailed-exitcode');
    t.equal(plan.code, 0, plan.text);
    t.equal((await run('drift')).code, 0, 'nothing has drifted');
    return applied;
  };
  const listed = async (): Promise<string> =>
    (
      await stowage(['ps', '--filter', `stack=${name}`, '--filter', 'health=healthy', '--names'], {
        env,
      })
    ).stdout;
  mkdirSync(join(directory, 'app'));
  write('app/Dockerfile', dockerfile(passing));
  try {
    const first = await applies();
    t.match(first.text, 'waiting for container.web to be healthy');
    t.match(await listed(), `${name}-web`);

    write('app/Dockerfile', dockerfile(failing));
    const failed = await run('apply', '--yes');
    t.equal(failed.code, 4, `a successor that its image finds sick gives way\n${failed.text}`);
    write('app/Dockerfile', dockerfile(passing));
    await applies();

    write('main.stow', stackText(name, '  health: "none"\n', 'healthy'));
    t.match((await run('check')).text, 'has `health: "none"`, so it never becomes healthy');
    write('main.stow', stackText(name, '  health: "none"\n', 'started'));
    t.match(
      (await run('plan')).stdout,
      /health: \{"test":\["\/bin\/busybox","sh","-c","test -e \/ready"\].* \(from image\) -> \(none\)/,
    );
    await applies();
    t.equal(await listed(), '', 'nothing is checked any more');

    write('main.stow', stackText(name, '', 'healthy'));
    write('app/Dockerfile', dockerfile('NONE'));
    const refused = await run('plan');
    t.equal(refused.code, 1, refused.text);
    t.match(refused.text, 'error[never-healthy]: container.web never becomes healthy');
  } finally {
    const destroyed = await run('destroy', '--yes');
    stack.remove();
    t.equal(destroyed.code, 0, destroyed.text);
  }
}
