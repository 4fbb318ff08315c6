/* The drawn lives of the planner's tests, on the embedded engine. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import t from 'tap';
import { openProvider } from '../../providers/index.js';
import { keepProgress, planShellImage } from '../../providers/testing/index.js';
import { createEngine, openStore } from '../../runtime/index.js';
import { embeddedHands } from './lives/embedded-hands.js';
import { leadLives } from './lives/real-lives.js';
import { layGround } from './lives/real-stack.js';
import { freePorts } from './stowage.js';

const directory = mkdtempSync(join(tmpdir(), 'stowage-lives-'));
t.teardown(() => rmSync(directory, { recursive: true, force: true }));
process.env['STOWAGE_ROOT'] = join(directory, 'root');

const selfCommand = [process.execPath, resolve('dist/stowage.js')];
const provider = await openProvider('embedded', { selfCommand });
if (!provider) throw new Error('no provider of the embedded engine');
const first = await provider.openEngine();
const { operation, completed } = await planShellImage(directory);
await first.perform(operation, directory, keepProgress());
await first.close();
const ground = {
  directory: join(directory, 'stack'),
  signs: join(directory, 'signs'),
  image: operation.reference,
  port: await freePorts(2),
};
layGround(ground, execFileSync('sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).trim());
const runtime = createEngine(await openStore(), { selfCommand });

t.test('after any life of a stack, one apply without faults converges', (t) =>
  leadLives(t, {
    name: 'embedded',
    ground,
    hands: embeddedHands(runtime, { name: operation.reference, config: completed.config }),
    open: () => provider.openEngine(),
  }),
);
