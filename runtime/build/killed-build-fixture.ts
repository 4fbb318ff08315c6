/*
 * A process of its own that is killed in the middle of a run step; started by build.test.ts, to
 * which it sends a message when the step's command is running.
 */
import { resolveImage } from '../context/index.js';
import { openStore } from '../store/index.js';
import { buildImage } from './index.js';

const [root = '', runRoot = '', directory = '', seconds = ''] = process.argv.slice(2);
const store = await openStore({ root, runRoot });
const command = ['/bin/busybox', 'sh', '-c', `echo started; sleep ${seconds}; true`];
const { value } = await resolveImage(
  {
    name: 'killed',
    from: { kind: 'scratch' },
    steps: [
      { kind: 'copy', sources: ['busybox'], target: '/bin/' },
      { kind: 'run', command },
    ],
  },
  { directory, baseOf: () => undefined },
);
if (value === undefined) throw new Error('the image was not resolved');
await buildImage(store, value, {
  directory,
  reference: 'killed:1',
  onOutput: (text) => {
    if (text.includes('started')) process.send?.('started');
  },
});
