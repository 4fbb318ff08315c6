/* Control groups made while another process takes away the empty ones above them, on the kernel's own. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmdirSync } from 'node:fs';
import { once } from 'node:events';
import t from 'tap';
import { cgroupPlaces } from './cgroups.js';
import { enterControlGroup, makeControlGroup } from './make-control-group.js';

const { trees } = cgroupPlaces();
const parent = `/stowage-test-${process.pid}`;
const skip =
  process.getuid?.() !== 0 ? 'needs root' : trees.length === 0 ? 'no control groups' : false;

/** Removes what is empty at every moment, as somebody does who leaves a host as it was. */
const remover = `
const { rmdirSync } = require('node:fs');
process.stdout.write('ready');
for (;;) for (const path of process.argv.slice(1)) try { rmdirSync(path); } catch {}
`;

t.test('a group is there although its parent is taken away all the time', { skip }, async (t) => {
  const parents = trees.map((tree) => `${tree}${parent}`);
  const child = spawn(process.execPath, ['-e', remover, ...parents], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    for (const path of parents) if (existsSync(path)) rmdirSync(path);
  });
  await once(child.stdout, 'data');
  const group = `${parent}/one`;
  for (let round = 0; round < 200; round += 1) {
    makeControlGroup(group);
    const missing = trees.filter((tree) => !existsSync(`${tree}${group}`));
    if (missing.length > 0) t.same(missing, [], `round ${round}`);
    for (const tree of trees) rmdirSync(`${tree}${group}`);
  }
  t.equal(child.exitCode, null, 'the other process was at it until the end');
});

t.test('a process enters a group that is made for it', { skip }, async (t) => {
  const [tree = ''] = trees;
  const sleeper = spawn('sleep', ['100'], { stdio: 'ignore' });
  await once(sleeper, 'spawn');
  const directory = `${tree}${parent}`;
  enterControlGroup(directory, sleeper.pid ?? 0);
  t.equal(readFileSync(`${directory}/cgroup.procs`, 'utf8').trim(), String(sleeper.pid));
  sleeper.kill('SIGKILL');
  await once(sleeper, 'exit');
  rmdirSync(directory);
  t.throws(() => enterControlGroup(directory, sleeper.pid ?? 0), { code: 'ESRCH' });
  rmdirSync(directory);
});
