/*
 * A real dockerd, reached through a real sshd, which lets fewer sessions share a connection than an apply
 * makes: whatever has to be so on every engine, and how a connection that cannot be made is told.
 */
import { chmodSync, copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { startSshd, whyNoDockerd, whyNoSshd } from '../../providers/testing/index.js';
import { busyboxImage } from './busybox.js';
import { dockerUnderTest } from './command-line-engine.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { filesScenario } from './files-scenario.js';
import { chosenRemotely } from './remote-scenarios.js';
import { remoteVerbs } from './remote-verbs.js';
import { stowage, writeStack } from './stowage.js';

const hindrance = whyNoDockerd() ?? whyNoSshd();

if (hindrance !== undefined) {
  t.test('docker over ssh', { skip: hindrance }, () => undefined);
} else {
  const local = await dockerUnderTest(t);
  const sshd = await startSshd({ DOCKER_HOST: local.daemon.address });
  t.teardown(() => sshd.stop());
  const env = { ...sshd.env, STOWAGE_ENGINE: sshd.address };
  const engine: EngineUnderTest = { ...local, name: 'ssh', env };
  /** What is left of connections that commands have shared. */
  const left = (): readonly string[] =>
    readdirSync(sshd.directory).filter((name) => name.startsWith('stowage-ssh-'));

  t.test('configs and secrets', async (t) => {
    await filesScenario(t, engine);
    t.same(left(), [], 'no connection is left open');
  });
  const some = [
    'nothing of this machine',
    'a lock names its holder',
    'the lock of a killed command',
    'what runs in a container',
  ];
  for (const [what, scenario] of chosenRemotely(some)) t.test(what, (t) => scenario(t, engine));

  t.test('a line that is cut ends the apply, and the next one completes it', async (t) => {
    const before = await local.holdings();
    const step = (seconds: number): string =>
      `stack cut\nimage tool {\n  from: "scratch"\n  context: "/bin"\n  steps: [copy("busybox", "/bin/busybox"), run(["/bin/busybox", "sleep", "${seconds}"])]\n}\nvolume data {}\n`;
    const stack = writeStack(step(20));
    const cut = await stowage(['apply', stack.directory, '--yes'], {
      env,
      onStart: (child) => {
        child.stderr?.on('data', (text: Buffer) => {
          if (/step 2\/2/.test(String(text))) sshd.cut();
        });
      },
    });
    t.equal(cut.code, 1, cut.text);
    t.match(cut.stderr, /build image "cut\/tool:\w+": .*(?:does not answer|broke off|no answer)/);
    t.notMatch(cut.stderr, /bug in Stowage/);
    const locks = await stowage(['unlock'], { env });
    t.match(locks.text, /No stack is locked/, 'the engine has seen it, and freed the lock');
    stack.edit('main.stow', '"sleep", "20"', '"true"');
    const applied = await stowage(['apply', stack.directory, '--yes'], { env });
    t.equal(applied.code, 0, applied.text);
    const plan = await stowage(['plan', stack.directory, '--detailed-exitcode'], { env });
    t.equal(plan.code, 0, plan.text);
    const words = ['destroy', stack.directory, '--yes', '--allow-destroy', 'volume.data'];
    const destroyed = await stowage(words, { env });
    t.equal(destroyed.code, 0, destroyed.text);
    stack.remove();
    const left = (await local.holdings()).filter((one) => !/image <none>/.test(one));
    t.same(left, before);
  });

  t.test('a socket of that host, and the ssh that is on the path', async (t) => {
    const directory = join(sshd.directory, 'bin');
    mkdirSync(directory);
    const program = join(directory, 'ssh');
    writeFileSync(
      program,
      `#!/bin/sh\nexec /usr/bin/${sshd.env['STOWAGE_SSH_COMMAND'] ?? ''} "$@"\n`,
    );
    chmodSync(program, 0o755);
    const address = `${sshd.address}${local.daemon.socketPath}`;
    const path = `${directory}:${process.env['PATH'] ?? ''}`;
    const found = await stowage(['doctor', '--engine', address], { env: { PATH: path } });
    t.equal(found.code, 0, found.text);
    t.match(found.stdout, /docker \d+\.\S+ \(API 1\.\d+\) at ssh:\/\//);
  });

  t.test('a Docker context leads there', async (t) => {
    const config = join(sshd.directory, 'docker');
    await local.command(
      '--config',
      config,
      'context',
      'create',
      'far',
      '--docker',
      `host=${sshd.address}`,
    );
    const env = { ...sshd.env, DOCKER_CONFIG: config, DOCKER_CONTEXT: 'far' };
    const found = await stowage(['ps', '--engine', 'docker'], { env });
    t.equal(found.code, 0, found.text);
  });

  t.test('what is typed into a command comes out of it, and what happens is seen', async (t) => {
    const before = left();
    await local.command('run', '-d', '--name', 'asleep', await shellImage(), 'sleep', '1000');
    const input = 'a line\n'.repeat(20_000);
    const words = ['exec', '-i', 'asleep', '--', 'cat'];
    const echoed = await stowage(words, { env, input });
    t.equal(echoed.code, 0, echoed.stderr);
    t.equal(echoed.stdout, input);
    const code = ['exec', 'asleep', '--', 'sh', '-c', 'echo out; echo err >&2; exit 7'];
    t.match(await stowage(code, { env }), { code: 7, stdout: 'out\n', stderr: /^err$/m });
    await remoteVerbs(t, env, { container: 'asleep', directory: sshd.directory });
    t.same(left(), before, 'no connection is left open');
    await local.command('rm', '-f', 'asleep');
  });

  /** An image with a shell, made past Stowage. */
  async function shellImage(): Promise<string> {
    const context = join(sshd.directory, 'image');
    mkdirSync(context);
    copyFileSync('/bin/busybox', join(context, 'busybox'));
    const file =
      'FROM scratch\nCOPY busybox /bin/busybox\nRUN ["/bin/busybox", "--install", "-s", "/bin"]\n';
    writeFileSync(join(context, 'Dockerfile'), file);
    await local.command('build', '-q', '-t', 'shell', context);
    return 'shell';
  }

  t.test('what is wrong with a connection is told, with what to do', async (t) => {
    const before = left();
    const known = `-o UserKnownHostsFile=${join(sshd.directory, 'known_hosts')} -o IdentitiesOnly=yes`;
    const bad: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
      [
        sshd.address,
        { STOWAGE_SSH_COMMAND: 'ssh -F none' },
        /Host key verification failed[^]*ssh -p \d+ root@127\.0\.0\.1`, and compare/,
      ],
      [
        sshd.address,
        { STOWAGE_SSH_COMMAND: `ssh -F none -i ${join(sshd.directory, 'stranger')} ${known}` },
        /Permission denied \(publickey[^]*ssh-add -l/,
      ],
      [sshd.address, { STOWAGE_SSH_COMMAND: 'no-such-ssh' }, /ssh cannot be run[^]*openssh-client/],
      ['ssh://127.0.0.1:1', {}, /Connection refused[^]*Is the host up/],
      ['ssh://nowhere.invalid', {}, /Could not resolve hostname nowhere\.invalid/],
      [
        `${sshd.address}/run/nothing.sock`,
        {},
        /dial unix \/run\/nothing\.sock[^]*Is the engine running there/,
      ],
      [
        `${sshd.address}/run/no/podman.sock`,
        {},
        /Podman does not answer at ssh:[^]*podman\.socket/,
      ],
    ];
    for (const [address, more, form] of bad) {
      const env = { ...sshd.env, ...more, STOWAGE_ENGINE: address };
      const refused = await stowage(['ps'], { env });
      t.equal(refused.code, 1, refused.text);
      t.match(refused.stderr, form);
      t.notMatch(refused.stderr, /bug in Stowage/);
    }
    t.same(left(), before);
  });

  t.test('a relative path is none of that host', async (t) => {
    const stack = writeStack(
      `stack near\n${busyboxImage('base')}container web {\n  image: base\n  mounts: ["./conf" -> "/etc/x"]\n}\n`,
    );
    const plan = await stowage(['plan', stack.directory], { env });
    stack.remove();
    t.equal(plan.code, 1, plan.text);
    t.match(plan.stderr, /error\[mount-of-this-host\][^]*main\.stow:\d+/);
  });
}
