/*
 * The compiler's thread: takes orders, compiles stacks and looks up values, one order after another.
 * It keeps the texts of open documents and the values of each stack's last compilation.
 */
import { parentPort } from 'node:worker_threads';
import type { ValueBook } from '../../dsl/editor/index.js';
import { compileStack } from './compile-stack.js';
import type { Order, Report } from './messages.js';

const port = parentPort;
if (!port) throw new Error('this is a thread of the language server, and no program');

const texts = new Map<string, string>();
const books = new Map<string, ValueBook>();

port.on('message', (order: Order) => {
  const report = attempt(order);
  if (report) port.postMessage(report);
});

function attempt(order: Order): Report | undefined {
  try {
    return carryOut(order);
  } catch (error) {
    // A bug of ours; the server says so, and the next order may well succeed.
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return order.kind === 'forget' ? undefined : { kind: 'failed', id: order.id, message };
  }
}

function carryOut(order: Order): Report | undefined {
  switch (order.kind) {
    case 'compile': {
      for (const one of order.texts) {
        if ('text' in one) texts.set(one.path, one.text);
        else texts.delete(one.path);
      }
      const started = performance.now();
      const { directory, params } = order;
      const environment = process.env;
      const { compilation, values } = compileStack({ directory, texts, params, environment });
      books.set(directory, values);
      const milliseconds = performance.now() - started;
      return { kind: 'compiled', id: order.id, compilation: { ...compilation, milliseconds } };
    }
    case 'values': {
      const book = books.get(order.directory);
      const values = order.places.map(({ path, start, end }) => book?.look(path, start, end) ?? []);
      return { kind: 'values', id: order.id, values };
    }
    case 'forget':
      books.delete(order.directory);
      return undefined;
    default:
      return order satisfies never;
  }
}
