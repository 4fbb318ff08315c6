/* What an ordinary user's engine cannot do is refused by name, and what a host lacks is told by the doctor. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { elements, members, text } from '../json.js';
import { stowage, writeStack, type Finished } from '../stowage.js';
import type { RootlessUnderTest } from './rootless-engine.js';

const stack = `
stack refused
image base { from: "scratch", steps: [copy("main.stow", "/main.stow")] }
container limited { image: base, network_mode: "none", command: ["/x"], memory: 32MiB }
`;

export async function refusalsScenario(t: Test, engine: RootlessUnderTest): Promise<void> {
  const written = writeStack(stack);
  const run = (words: readonly string[], env = {}): Promise<Finished> =>
    stowage(words, { env: { ...engine.env, ...env }, cwd: written.directory });
  try {
    const fresh = join(engine.root, 'never-made');
    const planned = await run(['plan'], { STOWAGE_ROOT: fresh });
    t.equal(planned.code, 1);
    t.match(planned.stderr, /cannot do `memory` of container\.limited/);
    t.match(planned.stderr, /control groups, which an ordinary user may not make/);
    t.notOk(statSync(fresh, { throwIfNoEntry: false }), 'a plan makes no store');
    written.edit('main.stow', ', memory: 32MiB', '');
    const built = await run(['build']);
    t.equal(built.code, 0, built.text);
    const limited = await run(['run', '--rm', '--memory', '32m', 'image.base', '/x']);
    t.equal(limited.code, 125);
    t.match(limited.stderr, /memory: 33554432 cannot be used: control groups keep it/);

    const others = await run(['ps'], { STOWAGE_ROOT: '/var/lib/stowage-of-others' });
    t.equal(others.code, 1);
    t.match(others.stderr, /EACCES[^]*Stores are for one user each/);

    const sound = await run(['doctor', '--json']);
    t.equal(sound.code, 0, sound.text);
    const states = (report: Finished): Readonly<Record<string, unknown>> =>
      Object.fromEntries(
        elements(members(report.stdout)['checks']).map(
          ({ part, state }) => [text(part), state] as const,
        ),
      );
    t.match(states(sound), {
      user: 'ok',
      'user namespaces': 'ok',
      '/etc/subuid': 'ok',
      '/etc/subgid': 'ok',
      '/dev/net/tun': 'ok',
      'run directory': 'ok',
      'control groups': 'warning',
      overlayfs: 'ok',
    });
    const destroyed = await run(['destroy', '--yes']);
    t.equal(destroyed.code, 0, destroyed.text);
  } finally {
    written.remove();
  }
}
