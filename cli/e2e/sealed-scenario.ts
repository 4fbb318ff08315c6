/*
 * What an engine is left with of a secret beside the place where it was revealed: fingerprints. Labels,
 * ledger and names are read as the engine has them, past Stowage.
 */
import type { Test } from 'tap';
import type { EngineUnderTest } from './engine-under-test.js';
import { elements, members } from './json.js';
import { stowage, writeStack } from './stowage.js';

const first = 'canary-ONE/of+the "first"=password';
const second = 'canary-TWO/of+the "second"=password';

/** The canaries as they are, in base64 at each alignment, and in hexadecimal. */
const shapes = [/canary-(?:ONE|TWO)/i, /Y2FuYXJ5|NhbmFyeS|jYW5hcn/, /63616e617279/i];

const stackText = (name: string): string => `stack ${name}
secret password
image base {
  from: "scratch"
  context: "/bin"
  steps: [
    copy("busybox", "/bin/busybox"),
    run(["/bin/busybox", "--install", "-s", "/bin"]),
    run(["/bin/sh", "-c", "echo \${reveal(password)} > /made-from"]),
  ]
  env: { PATH: "/bin", TOKEN: reveal(password) }
}
volume data {}
container web {
  image: base
  command: ["sh", "-c", "echo \${reveal(password)} > /data/it; exec sleep 1000"]
  env: { PASSWORD: reveal(password), MODE: "on" }
  mounts: [data -> "/data"]
  networks: []
  stop_timeout: 1s
}
`;

/** A secret is compared by its fingerprint, and stands in no record of the engine. */
export async function sealedScenario(t: Test, engine: EngineUnderTest): Promise<void> {
  const name = `sealed_${engine.name}`;
  const stack = writeStack(stackText(name));
  const run = (command: string, password: string, ...args: readonly string[]) =>
    stowage([command, stack.directory, ...args], {
      env: { ...engine.env, STOWAGE_SECRET_password: password },
    });
  const recordsAreClean = async (): Promise<void> => {
    const records = await engine.records();
    for (const shape of shapes) t.notMatch(records, shape);
    t.match(records, /\\?"PASSWORD\\?":\s*\{\s*\\?"fingerprint\\?":\s*\\?"scrypt\$/);
  };
  try {
    const early = await run('plan', first);
    t.match(early.stdout, `sealed_${engine.name}/base:(known after apply)`, 'there is no id yet');
    t.notMatch(early.stdout, /\/base:[0-9a-f]{8}/);
    for (const password of [first, second]) {
      const applied = await run('apply', password, '--yes');
      t.equal(applied.code, 0, applied.text);
      await recordsAreClean();
      const plan = await run('plan', password, '--detailed-exitcode');
      t.equal(plan.code, 0, plan.text);
      const drift = await stowage(['drift', '--stack', name], { env: engine.env });
      t.equal(drift.code, 0, drift.text);
    }
    const changed = await run('plan', first, '--json');
    const [web] = elements(members(changed.stdout)['resource_changes']).filter(
      ({ address }) => address === 'container.web',
    );
    t.match(JSON.stringify(web), '(secret)');
    t.match((await run('plan', first)).stdout, /env\.PASSWORD: \(secret\) -> \(secret\)/);
  } finally {
    const allowed = ['--allow-destroy', 'volume.data'];
    const destroyed = await run('destroy', second, '--yes', ...allowed);
    stack.remove();
    t.equal(destroyed.code, 0, destroyed.text);
  }
}
