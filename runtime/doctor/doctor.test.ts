/* The doctor on this host, and on one that has nothing. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { cgroupLayout, suitableRuntimes } from '../oci/index.js';
import { shape } from '../store/index.js';
import { cannotRunContainers } from '../testing/index.js';
import { aptCommand } from './missing.js';
import { doctor, missingParts } from './index.js';

const skip = cannotRunContainers() ?? false;

t.test('one command installs each package once', (t) => {
  t.equal(
    aptCommand(['runc', 'mount', 'conmon', 'mount']),
    'apt-get install --yes --no-install-recommends conmon mount runc',
  );
  t.end();
});

t.test('a host that has everything', { skip }, async (t) => {
  t.equal(missingParts(), undefined);
  const base = mkdtempSync(join(tmpdir(), 'stowage-test-'));
  t.teardown(() => rmSync(base, { recursive: true }));
  const findings = await doctor(join(base, 'not/there/yet'));
  t.same(
    findings.filter(({ severity }) => severity === 'error'),
    [],
  );
  const overlay = findings.find(({ part }) => part === 'overlayfs');
  t.match(overlay, { severity: 'fine', found: base });
  t.same(readdirSync(base), [], 'it leaves nothing behind');
  t.match(findings.find(({ part }) => part === 'conmon')?.found, /^\d+\.\d+\S* at \//);
});

t.test('a host that has nothing', { skip: skip || !existsSync('/usr/bin/unshare') }, (t) => {
  // Hides the directories in which parts are from a process of its own.
  const index = new URL('./index.js', import.meta.url).href;
  const script = `
    const { doctor, missingParts } = await import(${JSON.stringify(index)});
    const findings = await doctor('/tmp');
    console.log(JSON.stringify({ missing: missingParts(), findings }));
  `;
  const hide = [
    'mount --bind "$1" /usr/lib/podman',
    'for part in runc crun conmon; do',
    '  path=$(command -v $part) && mount --bind /dev/null "$path"',
    'done',
    'exec "$2" --input-type=module --eval "$3"',
  ].join('\n');
  const empty = mkdtempSync(join(tmpdir(), 'stowage-test-'));
  t.teardown(() => rmSync(empty, { recursive: true }));
  const output = execFileSync(
    'unshare',
    ['--mount', 'sh', '-c', hide, 'sh', empty, process.execPath, script],
    { encoding: 'utf8' },
  );
  const runtime = suitableRuntimes(cgroupLayout())[0] ?? 'runc';
  const { missing, findings } = reportShape(JSON.parse(output));
  t.same(
    missing.parts.map(({ part }) => part).sort(),
    ['aardvark-dns', 'conmon', runtime, 'netavark'].sort(),
  );
  t.equal(missing.fix, aptCommand([runtime, 'conmon', 'netavark', 'aardvark-dns']));
  for (const { part, package: name } of missing.parts) {
    t.match(missing.message, `${part}: `);
    t.match(missing.message, name);
  }
  t.match(findings[0], { severity: 'error', found: 'not installed' });
  t.end();
});

const reportShape = shape.record({
  missing: shape.record({
    parts: shape.list(shape.record({ part: shape.string, package: shape.string })),
    fix: shape.string,
    message: shape.string,
  }),
  findings: shape.list(shape.record({ severity: shape.string, found: shape.string })),
});
