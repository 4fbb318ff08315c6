/*
 * Files of the stack that a container mounts: a changed one restarts it, sends it a signal or replaces
 * it, as it says, and the plan after that is empty.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { busyboxImage } from './busybox.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { stowage, writeStack } from './stowage.js';

const stackText = (name: string, onChange: string): string => `stack ${name}
${busyboxImage('base')}container web {
  image: base
  command: ["sh", "-c", "trap 'echo told; cat /etc/app/app.conf' HUP; echo began; cat /etc/app/app.conf; while :; do sleep 1 & wait $!; done"]
  mounts: [{ source: "./conf", target: "/etc/app", read_only: true }]
  networks: []
  stop_timeout: 1s
  ${onChange}
}
`;

/** A container whose configuration is a mounted file of the stack. */
export async function contentScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const name = `content_${engine.name}`;
  const stack = writeStack(stackText(name, ''));
  const run = (command: string, ...args: readonly string[]) =>
    stowage([command, stack.directory, ...args], { env: engine.env });
  const write = (text: string): void =>
    writeFileSync(join(stack.directory, 'conf/app.conf'), `${text}\n`);
  const id = async (): Promise<string | undefined> => (await engine.containerIds())[`${name}-web`];
  const applies = async (): Promise<void> => {
    const applied = await run('apply', '--yes');
    t.equal(applied.code, 0, applied.text);
    const plan = await run('plan', '--detailed-exitcode');
    t.equal(plan.code, 0, plan.text);
    t.equal((await run('drift')).code, 0, 'nothing has drifted');
  };
  /** The log, once it ends with a line: programs take their time. */
  const logEndsWith = async (line: string): Promise<void> => {
    for (let tries = 50; ; tries--) {
      const { stdout } = await stowage(['logs', `${name}-web`], { env: engine.env });
      if (stdout.endsWith(`${line}\n`) || tries === 0) {
        t.match(stdout, new RegExp(`${line}\\n$`));
        return;
      }
    }
  };
  try {
    mkdirSync(join(stack.directory, 'conf'));
    write('one');
    await applies();
    await logEndsWith('began\none');
    const first = await id();

    write('two');
    const plan = await run('plan');
    t.match(plan.stdout, /~ update container\.web/);
    t.match(plan.stdout, 'because conf/app.conf changed');
    await applies();
    await logEndsWith('began\ntwo');
    t.equal(await id(), first, 'it is the same container');

    writeFileSync(join(stack.directory, 'main.stow'), stackText(name, 'on_change: "signal"'));
    await applies();
    write('three');
    await applies();
    await logEndsWith('told\nthree');
    t.equal(await id(), first);

    writeFileSync(join(stack.directory, 'main.stow'), stackText(name, 'on_change: "replace"'));
    write('four');
    await applies();
    await logEndsWith('began\nfour');
    t.not(await id(), first);

    writeFileSync(join(stack.directory, 'main.stow'), stackText(name, 'on_change: "ignore"'));
    write('five');
    t.equal((await run('plan', '--detailed-exitcode')).code, 0);
  } finally {
    const destroyed = await run('destroy', '--yes');
    stack.remove();
    t.equal(destroyed.code, 0, destroyed.text);
  }
}
