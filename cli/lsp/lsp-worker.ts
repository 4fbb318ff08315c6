/*
 * The compiler's thread: takes orders, compiles stacks and looks up values, one order after another.
 * It keeps the texts of open documents and the values of each stack's last compilation.
 */
import { parentPort } from 'node:worker_threads';
import type { ValueBook } from '../../dsl/editor/index.js';
import { compileStack } from './compile-stack.js';
import type { Diagnostic, Span } from '../../model/index.js';
import type { Order, Report } from './messages.js';
import { OverlaidSources } from './overlaid-sources.js';

const port = parentPort;
if (!port) throw new Error('this is a thread of the language server, and no program');

const sources = new OverlaidSources();
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
      for (const one of order.texts) sources.note(one.path, 'text' in one ? one.text : undefined);
      const started = performance.now();
      const { directory, params } = order;
      const environment = process.env;
      const { compilation, values } = compileStack({ directory, sources, params, environment });
      books.set(directory, values);
      const milliseconds = performance.now() - started;
      const diagnostics = compilation.diagnostics.map(plain);
      const report = { ...compilation, diagnostics, milliseconds };
      return { kind: 'compiled', id: order.id, compilation: report };
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

/** A diagnostic as data alone: the spans of trees find their places when they are asked. */
function plain({ span, labels, fix, ...rest }: Diagnostic): Diagnostic {
  return {
    ...rest,
    ...(span && { span: plainSpan(span) }),
    ...(labels && { labels: labels.map((one) => ({ ...one, span: plainSpan(one.span) })) }),
    ...(fix && { fix: { ...fix, span: plainSpan(fix.span) } }),
  };
}

const plainSpan = ({ file, start, end }: Span): Span => ({ file, start, end });
