/* Signals that come while a container is being started are passed on when it has been, or given back. */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { holdSignals } from './hold-signals.js';

// A signal that is waited for does not keep a process.
const awake = setInterval(() => undefined, 1_000);
t.teardown(() => clearInterval(awake));

/** Sends a signal to this process, and waits until it has come. */
async function send(signal: NodeJS.Signals): Promise<void> {
  const come = once(process, signal);
  process.kill(process.pid, signal);
  await come;
}

t.test('they go on in their order, those that came first, too', async (t) => {
  const held = holdSignals();
  t.teardown(() => held.end());
  await send('SIGUSR1');
  await send('SIGUSR2');
  const sent: string[] = [];
  let pause = 30;
  held.passTo(async (signal) => {
    // One that takes longer is not overtaken.
    await delay((pause -= 10));
    sent.push(signal);
  });
  await send('SIGTERM');
  while (sent.length < 3) await delay(5);
  t.same(sent, ['SIGUSR1', 'SIGUSR2', 'SIGTERM']);
});

t.test('one that cannot be passed on keeps no other', async (t) => {
  const held = holdSignals();
  t.teardown(() => held.end());
  const sent: string[] = [];
  held.passTo((signal) => {
    sent.push(signal);
    return Promise.reject(new Error('it has ended'));
  });
  await send('SIGUSR1');
  await send('SIGUSR2');
  while (sent.length < 2) await delay(5);
  t.same(sent, ['SIGUSR1', 'SIGUSR2']);
});

t.test('what is given back comes to whoever had it before', async (t) => {
  const before = process.listenerCount('SIGUSR2');
  const held = holdSignals();
  await send('SIGUSR2');
  const again = once(process, 'SIGUSR2');
  held.giveBack();
  await again;
  t.equal(process.listenerCount('SIGUSR2'), before, 'and nothing listens any more');
});
