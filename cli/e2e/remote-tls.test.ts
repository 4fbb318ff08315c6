/*
 * A real dockerd that listens in TLS, with certificates of its own: whatever has to be so on every engine,
 * and whom it lets in.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import {
  makeCertificates,
  tlsPort,
  whyNoCertificates,
  whyNoDockerd,
} from '../../providers/testing/index.js';
import { dockerUnderTest } from './command-line-engine.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { chosenRemotely } from './remote-scenarios.js';
import { stowage } from './stowage.js';

const hindrance = whyNoDockerd() ?? whyNoCertificates();

if (hindrance !== undefined) {
  t.test('docker in TLS', { skip: hindrance }, () => undefined);
} else {
  const directory = mkdtempSync(join(tmpdir(), 'stowage-tls-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  const made = makeCertificates(join(directory, 'certificates'));
  const local = await dockerUnderTest(t, 'installed', made);
  const { port, end } = await local.daemon.bringOut(tlsPort);
  t.teardown(() => end());
  const address = `tcp://127.0.0.1:${port}`;
  const guarded = (certificates: string) => ({
    DOCKER_TLS_VERIFY: '1',
    DOCKER_CERT_PATH: certificates,
    STOWAGE_ENGINE: address,
  });
  const env = guarded(made.clientDirectory());
  const engine: EngineUnderTest = { ...local, name: 'tls', env };

  const some = [
    'the hello example',
    'configs and secrets',
    'a lock names its holder',
    'the lock of a killed command',
  ];
  for (const [what, scenario] of chosenRemotely(some)) t.test(what, (t) => scenario(t, engine));

  t.test('a Docker context brings its certificates', async (t) => {
    const config = join(directory, 'docker');
    const { ca, client } = made;
    const endpoint = `host=${address},ca=${ca},cert=${client.cert},key=${client.key}`;
    await local.command('--config', config, 'context', 'create', 'far', '--docker', endpoint);
    const found = await stowage(['ps'], {
      env: { STOWAGE_ENGINE: 'docker', DOCKER_CONFIG: config, DOCKER_CONTEXT: 'far' },
    });
    t.equal(found.code, 0, found.text);
  });

  t.test('whom it does not know it does not let in', async (t) => {
    const bad: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
      [
        'an authority of its own',
        guarded(made.clientDirectory(made.stranger)),
        /does not accept our certificate/,
      ],
      [
        'none',
        {
          ...guarded(made.clientDirectory()),
          DOCKER_CERT_PATH: made.clientDirectory({ cert: made.ca, key: made.ca }),
        },
        /key\.pem/,
      ],
      ['expired', guarded(made.clientDirectory(made.expired)), /our certificate \S+ has expired/],
      ['no TLS', { STOWAGE_ENGINE: address }, /wants TLS: set DOCKER_TLS_VERIFY=1/],
    ];
    for (const [what, env, form] of bad) {
      const refused = await stowage(['ps'], { env });
      t.equal(refused.code, 1, `${what}\n${refused.text}`);
      t.match(refused.stderr, form, what);
      t.notMatch(refused.stderr, /bug in Stowage|node:internal/);
    }
  });
}
