/*
 * Configs and secrets: files by content, in place before the container starts, changed in the living
 * one, and put right after a hand has been at them. No record of the engine holds a secret.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { EngineUnderTest } from './engine-under-test.js';
import { stowage, writeStack } from './stowage.js';

const firstPassword = 'canary-ONE/of+the "first"=file';
const secondPassword = 'canary-TWO/of+the "second"=file';
/** As they are, in base64 at each alignment, and in hexadecimal. */
const shapes = [/canary-(?:ONE|TWO)/i, /Y2FuYXJ5|NhbmFyeS|jYW5hcn/, /63616e617279/i];

interface Choices {
  readonly onChange?: string;
  readonly readOnly?: boolean;
}

const stackText = (
  name: string,
  { onChange = '', readOnly = false }: Choices,
): string => `stack ${name}
secret db_password
let dsn = "db://shop:\${db_password}@db"
image base {
  from: "scratch"
  context: "/bin"
  steps: [copy("busybox", "/bin/busybox"), run(["/bin/busybox", "--install", "-s", "/bin"])]
  env: { PATH: "/bin" }
}
container web {
  image: base
  command: ["sh", "-c", "trap 'echo told; cat /etc/app/app.conf' HUP; echo began; cat /etc/app/app.conf; while :; do sleep 1 & wait $!; done"]
  env: { PASSWORD_FILE: db_password.path }
  configs: [file("app.conf") -> "/etc/app/app.conf", { content: "x", target: "/etc/app/own.conf", uid: 12, gid: 34, mode: "0640" }]
  secrets: [dsn -> "/srv/dsn"]
  networks: []
  read_only: ${readOnly}
  stop_timeout: 1s
  ${onChange}
}
`;

/** Files by content, on whatever engine. */
export async function filesScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  // Docker mounts the files of a read-only container at its start alone.
  const signalled = engine.name === 'embedded' ? 'told' : 'began';
  const name = `files_${engine.name}`;
  const stack = writeStack(stackText(name, {}));
  let password = firstPassword;
  const run = (command: string, ...args: readonly string[]) =>
    stowage([command, stack.directory, ...args], {
      env: { ...engine.env, STOWAGE_SECRET_db_password: password },
    });
  const write = (text: string): void =>
    writeFileSync(join(stack.directory, 'app.conf'), `${text}\n`);
  const choose = (choices: Choices): void =>
    writeFileSync(join(stack.directory, 'main.stow'), stackText(name, choices));
  const id = async (): Promise<string | undefined> => (await engine.containerIds())[`${name}-web`];
  const inside = async (script: string): Promise<string> => {
    const result = await stowage(['exec', `${name}-web`, '--', 'sh', '-c', script], {
      env: engine.env,
    });
    t.equal(result.code, 0, result.text);
    return result.stdout;
  };
  const applies = async (): Promise<void> => {
    const applied = await run('apply', '--yes');
    t.equal(applied.code, 0, applied.text);
  };
  const isSettled = async (): Promise<void> => {
    const plan = await run('plan', '--detailed-exitcode');
    t.equal(plan.code, 0, plan.text);
    const drift = await stowage(['drift', '--stack', name], { env: engine.env });
    t.equal(drift.code, 0, drift.text);
    const records = await engine.records();
    for (const shape of shapes) t.notMatch(records, shape);
    t.notMatch(records, /line of config/, 'nor is what is in a config in a record');
  };
  const logEndsWith = async (line: string): Promise<void> => {
    for (let tries = 50; ; tries--) {
      const { stdout } = await stowage(['logs', `${name}-web`], { env: engine.env });
      if (stdout.endsWith(`${line}\n`) || tries === 0) {
        t.match(stdout, new RegExp(`${line}\\n$`));
        return;
      }
    }
  };
  const hasSecrets = async (): Promise<void> => {
    const found = await inside(
      'cat $PASSWORD_FILE; echo; cat /srv/dsn; stat -c " %a %u %g" /srv/dsn',
    );
    t.equal(found, `${password}\ndb://shop:${password}@db 400 0 0\n`);
  };
  try {
    write('line of config 1');
    await applies();
    await isSettled();
    await logEndsWith('began\nline of config 1');
    const modes = await inside('cd /etc/app; stat -c "%a %u %g" app.conf own.conf');
    t.equal(modes, '444 0 0\n640 12 34\n');
    await hasSecrets();
    const first = await id();

    write('line of config 2');
    password = secondPassword;
    const plan = await run('plan');
    t.match(plan.stdout, /~ update container\.web/);
    t.match(plan.stdout, /configs\["\/etc\/app\/app\.conf"\]\.content/);
    t.match(plan.stdout, /- line of config 1\n\s*\+ line of config 2/);
    t.match(plan.stdout, /secrets\["\/srv\/dsn"\]\.content: \(secret\) -> \(secret\)/);
    for (const shape of shapes) t.notMatch(plan.text, shape);
    await applies();
    await isSettled();
    await logEndsWith('began\nline of config 2');
    await hasSecrets();
    t.equal(await id(), first, 'it is the same container');

    choose({ onChange: 'on_change: "signal"' });
    write('line of config 3');
    await applies();
    await logEndsWith('told\nline of config 3');

    choose({ readOnly: true, onChange: 'on_change: "signal"' });
    await applies();
    write('line of config 4');
    await applies();
    await isSettled();
    await logEndsWith(`${signalled}\nline of config 4`);
    await hasSecrets();

    write('line of config 5');
    choose({ readOnly: true, onChange: 'on_change: "ignore"' });
    t.equal((await run('plan', '--detailed-exitcode')).code, 0);
    choose({ readOnly: true, onChange: 'on_change: "replace"' });
    t.match((await run('plan')).stdout, /± replace container\.web/);
  } finally {
    const destroyed = await run('destroy', '--yes');
    stack.remove();
    t.equal(destroyed.code, 0, destroyed.text);
  }
}
