/* Whether programs for another platform run here, by what processor and kernel have. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { runsForeign } from './run-foreign.js';

const linux = (architecture: string, variant?: string) => ({
  os: 'linux',
  architecture,
  ...(variant !== undefined && { variant }),
});
const amd64 = linux('amd64');

/** As the kernel shows an entry. */
const entry = (magic: string, state = 'enabled'): string => `${state}
interpreter /usr/bin/interpreter
flags: OCF
offset 0
magic ${magic}
mask ffffffffffffff00fffffffffffffffffeffffff
`;

t.test('processors run their own and the older of their family', async (t) => {
  const nowhere = join(t.testdir(), 'nothing');
  for (const [wanted, host, runs] of [
    [amd64, amd64, true],
    [linux('386'), amd64, true],
    [linux('arm', 'v7'), linux('arm64'), true],
    [linux('arm64'), amd64, false],
    [linux('s390x'), amd64, false],
    [linux('amd64', 'v3'), amd64, true],
    [{ os: 'windows', architecture: 'amd64' }, amd64, false],
  ] as const) {
    const text = `${wanted.architecture} on ${host.architecture}`;
    t.equal(await runsForeign(wanted, host, nowhere), runs, text);
  }
});

t.test('an interpreter counts by what it takes', async (t) => {
  const entries = join(t.testdir(), 'entries');
  mkdirSync(entries);
  const write = (name: string, text: string): void => writeFileSync(join(entries, name), text);
  write('status', 'enabled\n');
  write('register', '');
  write('qemu-s390x', entry('7f454c4602010100000000000000000002003e00'));
  const runs = (architecture: string) => runsForeign(linux(architecture), amd64, entries);
  t.notOk(await runs('s390x'), 'its name says nothing');
  write('anything', entry('7f454c460201010000000000000000000200b700', 'disabled'));
  t.notOk(await runs('arm64'), 'one that is switched off does nothing');
  write('anything', entry('7f454c460201010000000000000000000200b700'));
  t.ok(await runs('arm64'));
  t.notOk(await runs('arm'), 'what has 64 bits takes no program of 32');
  write('big', entry('7f454c4602020100000000000000000000020016'));
  t.ok(await runs('s390x'), 'the other order of bytes');
  t.notOk(await runsForeign(linux('arm64'), amd64, ''), 'nobody can look');
});
