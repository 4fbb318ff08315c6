/* A container's output in the journal of a host, which the test starts where there is none. */
import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { findExecutable } from '../parts/index.js';
import { cannotRunContainers, faultOf, makeTestHost } from '../testing/index.js';

const skip = cannotRunContainers() ?? false;
const soon = (): AbortSignal => AbortSignal.timeout(10_000);

const journald = '/lib/systemd/systemd-journald';
const noJournal =
  skip ||
  (!existsSync(journald) || findExecutable('journalctl') === undefined
    ? 'this host has no journal'
    : false);

t.test('output in the journal of the host', { skip: noJournal }, async (t) => {
  const host = await makeTestHost(['/bin/true']);
  t.teardown(() => host.close());
  const { containers } = host.engine;
  const isOurs = !existsSync('/run/systemd/journal/socket');
  const log = { driver: 'journald' };
  if (isOurs) {
    t.match(await faultOf(host.create({ name: 'early', log })), { kind: 'setting-unusable' });
    const server = spawn(journald, { stdio: 'ignore' });
    t.teardown(() => {
      server.kill();
      for (const path of ['/run/systemd/journal', '/run/log/journal']) {
        rmSync(path, { recursive: true, force: true });
      }
    });
    for (let left = 100; left > 0 && !existsSync('/run/systemd/journal/socket'); left -= 1) {
      await delay(50);
    }
  }
  const script = 'echo one; echo two >&2; sleep 0.5; echo three';
  const id = await host.run({ name: 'written', log, command: ['sh', '-c', script] });
  const lines: string[] = [];
  for await (const { stream, text } of containers.logs(id, { follow: true, signal: soon() })) {
    lines.push(`${stream}: ${text}`);
  }
  t.same(lines.slice(0, 2).sort(), ['stderr: two', 'stdout: one']);
  t.equal(lines[2], 'stdout: three');
  await containers.remove(id);
});
