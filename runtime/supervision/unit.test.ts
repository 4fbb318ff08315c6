/* The unit of systemd, as text and as systemd itself reads it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { unitName, unitPath, unitText } from './unit.js';

const store = { root: '/var/lib/stowage', runRoot: '/run/stowage' };
const odd = { root: '/srv/a "b" 100%', runRoot: '/run/stowage-odd' };

t.test('a unit for each store', (t) => {
  t.equal(unitName(store), 'stowage-agent.service');
  t.match(unitName(odd), /^stowage-agent-[0-9a-f]{12}\.service$/);
  t.equal(unitPath(store, 'system'), '/etc/systemd/system/stowage-agent.service');
  t.match(unitPath(store, 'user'), /\/systemd\/user\/stowage-agent\.service$/);
  t.end();
});

t.test('what it says', (t) => {
  const text = unitText(odd, ['/usr/bin/node', '/opt/$HOME/stowage.js'], 'user');
  t.match(text, '\nExecStart="/usr/bin/node" "/opt/$$HOME/stowage.js" "agent"\n');
  t.match(text, '\nEnvironment="STOWAGE_ROOT=/srv/a \\"b\\" 100%%"\n');
  t.match(text, '\nWantedBy=default.target\n');
  t.notMatch(text, 'After=network.target', 'a user has no such target');
  t.match(unitText(store, ['/usr/bin/node'], 'system'), '\nWantedBy=multi-user.target\n');
  t.end();
});

const analyze = '/usr/bin/systemd-analyze';
const skip = existsSync(analyze) ? false : 'systemd-analyze is not installed';

t.test('what systemd says of it', { skip }, (t) => {
  const base = mkdtempSync(join(tmpdir(), 'stowage-unit-'));
  t.teardown(() => rmSync(base, { recursive: true }));
  for (const [place, manager] of [
    [store, 'system'],
    [odd, 'user'],
  ] as const) {
    const path = join(base, unitName(place));
    writeFileSync(path, unitText(place, [process.execPath, '/opt/stowage.js'], manager));
    const said = execFileSync(analyze, [`--${manager}`, 'verify', '--man=no', path], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], XDG_RUNTIME_DIR: base },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    t.equal(said, '');
  }
  t.end();
});
