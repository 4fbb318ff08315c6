/* Ranges of numbers for user namespaces. */
import t from 'tap';
import { countOf, idMap, parseRanges } from './subordinate-ids.js';

const file =
  'ada:100000:65536\nbob:165536:65536\n1000:300000:1000\nada:x:5\nada:1:0\n\n# ada:7:7\n';

t.test('a user stands there by name or by number', (t) => {
  const ranges = parseRanges(file, 'ada', 1000);
  t.same(ranges, [
    { start: 100_000, count: 65_536 },
    { start: 300_000, count: 1000 },
  ]);
  t.equal(countOf(ranges), 66_536);
  t.same(parseRanges(file, 'eve', 1002), []);
  t.end();
});

t.test('the user himself is root inside, and ranges follow one another', (t) => {
  const ranges = parseRanges(file, 'ada', 1000);
  t.equal(idMap(1000, ranges).join(' '), '0 1000 1 1 100000 65536 65537 300000 1000');
  t.equal(idMap(1000, []).join(' '), '0 1000 1');
  t.end();
});
