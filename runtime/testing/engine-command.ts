/*
 * A command around the engine, for tests that need it in a process of its own: the one that monitors
 * call, and ones to be killed in the middle.
 *   _on-exit ID | run SPEC LAYER | remove NAME
 */
import { createEngine } from '../engine.js';
import { openStore } from '../store/index.js';
import { containerShape } from '../containers/record.js';

const selfCommand = [process.execPath, ...process.argv.slice(1, 2)];

async function main([verb = '', first = '', layer = '']: readonly string[]): Promise<void> {
  const engine = createEngine(await openStore(), { selfCommand });
  process.stdout.write('begun\n');
  switch (verb) {
    case '_on-exit':
      return engine.containers.onExit(first);
    case 'run': {
      const record: unknown = JSON.parse(first);
      const { spec } = containerShape(record);
      await engine.containers.create({ spec, layers: [layer], imageId: 'test' });
      await engine.containers.start(spec.name);
      return;
    }
    case 'remove':
      return engine.containers.remove(first, { force: true });
    default:
      throw new TypeError(`no such verb: ${verb}`);
  }
}

await main(process.argv.slice(2));
