/* Files by content on a real dockerd: written, changed, lost and put right, and through an engine that only says so. */
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { ContainerSpec } from '../../model/index.js';
import { failure, keepProgress, startRelay, startTrial, whyNoDockerd } from '../testing/index.js';
import { directoryFor } from './files/index.js';
import { openDocker } from './index.js';

const hindrance = whyNoDockerd();

if (hindrance !== undefined) {
  t.test('files on Docker', { skip: hindrance }, () => undefined);
} else {
  const trial = await startTrial();
  t.teardown(() => trial.end());
  const { dockerd, directory, engine, image, docker } = trial;
  const { perform, observed, creation, start, remove } = trial;

  t.test('files come by content, wherever they have to stand', async (t) => {
    const files = (content: string): Partial<ContainerSpec> => ({
      configs: [
        { content, target: '/etc/new/app.conf', uid: 12, gid: 34, mode: '0640' },
        { content, target: '/data/below.conf' },
      ],
      secrets: [{ content: `hush ${content}`, target: '/run/secrets/key' }],
      tmpfs: { '/data': {} },
    });
    const spec = (content: string): ContainerSpec => ({
      name: 'files',
      image,
      command: ['sleep', '1000'],
      networks: {},
      stop_timeout: 0,
      ...files(content),
    });
    const target = { kind: 'container', name: 'files' } as const;
    const shown = (): Promise<string> =>
      docker('exec', 'files', 'cat', '/etc/new/app.conf', '/data/below.conf', '/run/secrets/key');
    const first = creation(spec('one'));
    await perform(first);
    await perform(first);
    t.same((await observed('files')).completed, first.completed);
    t.notMatch(
      await docker('inspect', '-f', '{{json .Config.Env}}{{json .Mounts}}', 'files'),
      /hush/,
    );
    await start(target);
    t.equal(await shown(), 'oneonehush one');

    await docker(
      'exec',
      'files',
      'sh',
      '-c',
      'chmod 600 /etc/new/app.conf; echo x > /etc/new/app.conf',
    );
    t.match((await observed('files')).completed.configs, {
      '/etc/new/app.conf': { content: 'x\n', mode: '0600' },
    });
    const second = creation(spec('two')).completed;
    await perform({ op: 'write-files', target, completed: second });
    await perform({ op: 'write-files', target, completed: second });
    t.same((await observed('files')).completed, second);
    t.equal(await docker('exec', 'files', 'cat', '/etc/new/app.conf'), 'two', 'seen at once');
    const change = { path: 'secrets["/run/secrets/key"].content', before: 'a', after: 'b' };
    t.same(engine.verdict('container', change), { effect: 'in-place', seenAtStart: true });
    await perform({ op: 'stop-container', target });
    await start(target);
    t.equal(await shown(), 'twotwohush two');

    // As a restart of the host does.
    await perform({ op: 'stop-container', target });
    const own = directoryFor(first.labels, 'files');
    rmSync(own, { recursive: true });
    t.match((await observed('files')).completed.secrets, { '/run/secrets/key': { content: null } });
    await failure('start-failed', start(target));
    await perform({ op: 'write-files', target, completed: second });
    await start(target);
    t.equal(await shown(), 'twotwohush two');

    await remove(target);
    t.equal(statSync(own).size, 0, 'nothing of them is left');
    t.ok(statSync(own).isFile());
    t.equal(await docker('ps', '-aq', '--filter', 'label=stowage.files'), '', 'nor a helper');
  });

  t.test('archives that an engine took or gave in word alone are asked for again', async (t) => {
    const said = { write: 0, read: 0 };
    const nothing = {
      answer: 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
    } as const;
    const relay = await startRelay(dockerd.socketPath, join(directory, 'in-word.sock'), () => ({
      request: (piece) => {
        const [, method] = /^(GET|PUT) \S+\/archive\?/.exec(piece.toString('latin1')) ?? [];
        if (method === 'PUT' && said.write < 1) {
          said.write += 1;
          return nothing;
        }
        if (method === 'GET' && said.read < 2) {
          said.read += 1;
          return nothing;
        }
        return 'pass';
      },
    }));
    const through = await openDocker({ address: relay.address }).engine();
    t.teardown(async () => {
      await through.close();
      await relay.stop();
    });
    const made = creation({ name: 'in-word', image, configs: [{ content: '', target: '/a' }] });
    await through.perform(made, directory, keepProgress());
    t.same(said, { write: 1, read: 2 });
    t.same((await observed('in-word')).completed.configs, made.completed.configs);
    await remove({ kind: 'container', name: 'in-word' });
  });
}
