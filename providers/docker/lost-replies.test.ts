/*
 * Calls whose answers are lost on the way, and calls that never arrive, on a real dockerd behind a
 * proxy that cuts the line: the outcome is found out by reading, and nothing is sent twice.
 */
import { join } from 'node:path';
import t from 'tap';
import type { Operation, Target } from '../../model/index.js';
import {
  failure,
  keepProgress,
  planBuild,
  recordLabels,
  recordRequests,
  startTrial,
  testStack,
  whyNoDockerd,
} from '../testing/index.js';
import { openDocker } from './index.js';

const hindrance = whyNoDockerd();

if (hindrance !== undefined) {
  t.test('lost replies of Docker', { skip: hindrance }, () => undefined);
} else {
  const trial = await startTrial();
  const { dockerd, image, directory, docker, creation, observed, make, makeNetwork } = trial;
  const recorder = await recordRequests(dockerd.socketPath, join(directory, 'lossy.sock'));
  const lossy = await openDocker({ address: recorder.address, patience: 2_000 }).engine();
  t.teardown(async () => {
    await lossy.close();
    await recorder.stop();
    await trial.end();
  });
  const step = (operation: Operation) => lossy.perform(operation, directory, keepProgress());
  const sent = (method: string, path: RegExp): number =>
    recorder.requests.filter((one) => one.method === method && path.test(one.path)).length;
  /** Does an operation whose answer is lost, which has to succeed with one call. */
  const once = async (method: string, path: RegExp, operation: Operation): Promise<void> => {
    const before = sent(method, path);
    recorder.loseAnswerTo(method, path);
    await step(operation);
    t.equal(sent(method, path), before + 1, `${operation.op} is asked for once`);
  };
  /** The same with a call that never arrives: it fails, and is not sent again either. */
  const never = async (method: string, path: RegExp, operation: Operation): Promise<string> => {
    const before = sent(method, path);
    recorder.loseCall(method, path);
    const { message } = await failure('failed', step(operation));
    t.equal(sent(method, path), before + 1, `${operation.op} is tried once`);
    t.match(message, /gave no answer, and what was asked for is not there/);
    return message;
  };
  const sleeping = { name: 'once', image, command: ['sleep', '1000'], stop_timeout: 0 };
  const target: Target = { kind: 'container', name: 'once' };

  t.test('the life of a container, each answer lost', async (t) => {
    await makeNetwork('front');
    await makeNetwork('back');
    const endpoint = { aliases: [], ipv4: null };
    const networks = { front: {}, back: {} };
    await once('POST', /containers\/create/, creation({ ...sleeping, networks: { front: {} } }));
    await once('POST', /\/start$/, { op: 'start-container', target });
    await once('POST', /\/connect$/, { op: 'connect-network', target, network: 'back', endpoint });
    await once('POST', /\/disconnect$/, { op: 'disconnect-network', target, network: 'back' });
    const settings = { memory: 2 ** 26 };
    await once('POST', /\/update$/, { op: 'update-container', target, settings });
    t.match((await observed('once')).completed, { memory: 2 ** 26, networks: { front: endpoint } });
    await once('POST', /\/stop/, { op: 'stop-container', target });
    const { id } = await observed('once');
    await once('POST', /\/rename/, {
      op: 'rename-container',
      target: { ...target, id },
      name: 'twice',
    });
    await once('DELETE', /containers/, { op: 'remove', target: { ...target, name: 'twice' } });
    await once('POST', /\/connect$/, creation({ ...sleeping, networks }));
    t.match(Object.keys((await observed('once')).completed.networks), ['back', 'front']);
    await once('DELETE', /containers/, { op: 'remove', target });
    for (const name of ['front', 'back']) {
      await once('DELETE', /networks/, { op: 'remove', target: { kind: 'network', name } });
    }
    t.notMatch(await docker('ps', '-a'), /once|twice/);
  });

  t.test('networks and volumes, each answer lost', async (t) => {
    const labels = (address: string) => recordLabels(address, { name: 'lost' });
    const spec = { name: 'lost' };
    await once('POST', /networks\/create/, {
      op: 'create-network',
      spec,
      labels: labels('network.lost'),
    });
    await once('POST', /volumes\/create/, {
      op: 'create-volume',
      spec,
      labels: labels('volume.lost'),
    });
    for (const kind of ['network', 'volume'] as const) {
      const path = new RegExp(`${kind}s/`);
      await once('DELETE', path, { op: 'remove', target: { kind, name: 'lost' } });
      t.equal(
        await docker(kind, 'ls', '--quiet', '--filter', 'name=lost'),
        '',
        `no ${kind} is left`,
      );
    }
  });

  t.test('a job whose start was not answered runs once', async (t) => {
    const counts = await docker('volume', 'create', 'counts');
    const job = { ...sleeping, command: ['/bin/sh', '-c', 'echo ran >> /counts/log'] };
    const mounts = [{ type: 'volume' as const, source: counts, target: '/counts' }];
    await step(creation({ ...job, networks: {}, mounts }));
    await once('POST', /\/start$/, { op: 'start-container', target });
    await step({ op: 'await-container', target, until: 'completed' });
    const log = await docker('run', '--rm', '-v', 'counts:/counts', image, 'cat', '/counts/log');
    t.equal(log, 'ran');
    await step({ op: 'remove', target });
    await docker('volume', 'rm', 'counts');
  });

  t.test('what never arrived is a failure that says so', async (t) => {
    const message = await never('POST', /containers\/create/, creation(sleeping));
    t.match(message, /create container "once"/);
    await make('once');
    await never('POST', /\/start$/, { op: 'start-container', target });
    await never('DELETE', /containers/, { op: 'remove', target });
    t.match(await observed('once'), { status: { state: 'created' } });
    await step({ op: 'remove', target });
    const volume = {
      spec: { name: 'lost' },
      labels: recordLabels('volume.lost', { name: 'lost' }),
    };
    await never('POST', /volumes\/create/, { op: 'create-volume', ...volume });
  });

  t.test('a build and the ledger, whose answers are streams', async (t) => {
    const { operation } = await planBuild(directory, 'image.streamed', {
      name: 'trial/streamed',
      from: { kind: 'scratch' },
      env: { A: 'b' },
    });
    recorder.loseAnswerTo('POST', /\/build/);
    // Docker gives up a build to whose progress nobody listens, unless it is as good as done.
    await failure('failed', step(operation)).catch(() => undefined);
    t.equal(sent('POST', /\/build/), 1);
    await step(operation);
    const stack = { ...testStack, id: 'streamed' };
    const generation = { number: 1, time: '2026-01-01T00:00:00Z', author: 'ann', resources: {} };
    recorder.loseAnswerTo('POST', /images\/load/);
    await lossy.writeLedger(stack, generation);
    t.match((await lossy.observe({ stack, names: [] })).ledger, generation);
    await lossy.clearLedger(stack);
  });
}
