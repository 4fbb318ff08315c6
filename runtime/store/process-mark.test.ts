/* Whether a process can be proven to have ended. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import t from 'tap';
import { processMark, processState } from './process-mark.js';

t.test('a process is told from every other one, under the same kernel alone', async (t) => {
  const own = processMark() ?? '';
  t.equal(processState(own), 'alive');
  const [pid = '', start = '', boot = '', space = ''] = own.split('-');
  t.equal(processState([pid, '1', boot, space].join('-')), 'ended', 'its id was given again');
  t.equal(processState([pid, start, '0'.repeat(32), space].join('-')), 'unknown', 'another boot');
  t.equal(processState([pid, start, boot, '1'].join('-')), 'unknown', 'another space of ids');
  t.equal(processState(undefined), 'unknown');
  t.equal(processState('x-y'), 'unknown');

  const child = spawn('sleep', ['60']);
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
  const mark = [child.pid, stat.split(' ')[21], boot, space].join('-');
  t.equal(processState(mark), 'alive');
  child.kill('SIGKILL');
  await once(child, 'exit');
  t.equal(processState(mark), 'ended');
});
