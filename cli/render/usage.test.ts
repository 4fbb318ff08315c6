/* Measured amounts, as people read them. */
import t from 'tap';
import type { ContainerUsage } from '../../model/index.js';
import { amountText, clockText } from './amounts.js';
import { processorShare, usageLines } from './usage.js';

t.test('amounts have three digits', (t) => {
  const shown = [0, 1, 999, 1000, 1024, 1536, 10_239, 102_400, 1024 ** 2 - 1, 5.5 * 1024 ** 4];
  t.same(shown.map(amountText), [
    '0B',
    '1B',
    '999B',
    '0.98KiB',
    '1.00KiB',
    '1.50KiB',
    '10.0KiB',
    '100KiB',
    '1.00MiB',
    '5.50TiB',
  ]);
  t.end();
});

t.test('times are shown as on a clock', (t) => {
  const shown = [0, 7.9, 754, 3600, 11_100, 2 * 86_400 + 11_105];
  t.same(shown.map(clockText), ['0:00', '0:07', '12:34', '1:00:00', '3:05:00', '2d 3:05:05']);
  t.end();
});

t.test('a share is over the time between, of one processor', (t) => {
  const usage: ContainerUsage = {
    at: 1000,
    cpuTime: 500,
    memory: 3 * 1024 ** 2,
    memoryLimit: null,
    processes: 2,
    networkReceived: 2048,
    networkSent: 0,
    diskRead: 0,
    diskWritten: 1,
  };
  const later = { ...usage, at: 2000, cpuTime: 2000, memoryLimit: 64 * 1024 ** 2 };
  t.equal(processorShare({ name: 'a', before: usage, now: later }), 150);
  t.equal(processorShare({ name: 'a', before: usage, now: usage }), 0, 'no time has passed');
  t.equal(
    processorShare({ name: 'a', before: later, now: { ...usage, at: 3000 } }),
    0,
    'begun anew',
  );
  t.same(
    usageLines([
      { name: 'web', before: usage, now: later },
      { name: 'odd\u001bname', before: usage, now: usage },
    ]),
    [
      'NAME         CPU     MEMORY   OF        PROCESSES  NETWORK IN / OUT  DISK IN / OUT',
      'web          150.0%  3.00MiB  64.0MiB   2          2.00KiB / 0B      0B / 1B',
      'odd\\x1bname  0.0%    3.00MiB  no limit  2          2.00KiB / 0B      0B / 1B',
    ],
  );
  t.end();
});
