/* The last size of a terminal is the last one that is told, however many there are at once. */
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { followSize } from './follow-size.js';

function terminal(columns: number, rows: number) {
  const output = Object.assign(new PassThrough(), { columns, rows });
  return { input: new PassThrough(), output, error: new PassThrough() };
}

t.test('sizes are told one after the other', async (t) => {
  const streams = terminal(80, 24);
  const told: string[] = [];
  let under = 0;
  const stop = followSize(streams, async (columns, rows) => {
    under += 1;
    t.equal(under, 1, 'never two at once');
    await delay(20);
    told.push(`${columns}x${rows}`);
    under -= 1;
  });
  for (const columns of [90, 100, 110]) {
    Object.assign(streams.output, { columns });
    streams.output.emit('resize');
  }
  while (told.length < 2) await delay(10);
  t.same(told, ['80x24', '110x24'], 'and not those that were passed over');
  streams.output.emit('resize');
  await delay(150);
  t.equal(told.length, 2, 'none twice');
  stop();
  Object.assign(streams.output, { columns: 120 });
  streams.output.emit('resize');
  await delay(150);
  t.equal(told.length, 2, 'none after the end');
});

t.test('a terminal without a size has none to tell', (t) => {
  const stop = followSize(terminal(0, 0), () => Promise.reject(new Error('it was told')));
  stop();
  t.pass('and nothing is told');
  t.end();
});
