/*
 * The compiler as the server sees it: orders go to its thread, and promises come back. Started when
 * it is first needed; a thread that dies is replaced, and what it was asked fails.
 */
import { Worker } from 'node:worker_threads';
import type { JsonValue } from '../../model/index.js';
import type { Compilation, OpenText, Order, Report, ValuePlace } from './messages.js';

interface Waiting {
  readonly resolve: (report: Report) => void;
  readonly reject: (error: Error) => void;
}
/** An order without its number. */
type Unnumbered =
  Omit<Extract<Order, { kind: 'compile' }>, 'id'> | Omit<Extract<Order, { kind: 'values' }>, 'id'>;

export class Compiler {
  #worker: Worker | undefined;
  #next = 1;
  readonly #waiting = new Map<number, Waiting>();
  /** What the thread knows of open documents. */
  readonly #known = new Map<string, string>();

  /** Compiles a directory with the documents that are open now. */
  async compile(
    directory: string,
    open: readonly OpenText[],
    params: Readonly<Record<string, JsonValue>>,
  ): Promise<Compilation> {
    const texts = this.#differences(open);
    const report = await this.#ask({ kind: 'compile', directory, texts, params });
    if (report.kind !== 'compiled') throw new Error(`the compiler answered ${report.kind}`);
    return report.compilation;
  }

  /** The values of expressions in the last compilation of a directory. */
  async values(
    directory: string,
    places: readonly ValuePlace[],
  ): Promise<readonly (readonly string[])[]> {
    if (places.length === 0) return [];
    const report = await this.#ask({ kind: 'values', directory, places });
    if (report.kind !== 'values') throw new Error(`the compiler answered ${report.kind}`);
    return report.values;
  }

  forget(directory: string): void {
    this.#worker?.postMessage({ kind: 'forget', directory } satisfies Order);
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  /** Documents whose text is not what the thread has. */
  #differences(open: readonly OpenText[]): (OpenText | { path: string })[] {
    const now = new Map(open.map(({ path, text }) => [path, text]));
    const closed = [...this.#known.keys()].filter((path) => !now.has(path));
    const changed = open.filter(({ path, text }) => this.#known.get(path) !== text);
    for (const path of closed) this.#known.delete(path);
    for (const { path, text } of changed) this.#known.set(path, text);
    return [...changed, ...closed.map((path) => ({ path }))];
  }

  #ask(order: Unnumbered): Promise<Report> {
    const id = this.#next++;
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      // The process ends when nothing is asked, and not while something is.
      worker.ref();
      worker.postMessage({ ...order, id } satisfies Order);
    });
  }

  #start(): Worker {
    this.#known.clear();
    const worker = new Worker(new URL('./lsp-worker.js', import.meta.url));
    worker.on('message', (report: Report) => {
      const waiting = this.#waiting.get(report.id);
      this.#waiting.delete(report.id);
      if (this.#waiting.size === 0) worker.unref();
      if (report.kind === 'failed') waiting?.reject(new Error(report.message));
      else waiting?.resolve(report);
    });
    worker.on('error', (error: Error) => this.#lose(worker, error));
    worker.on('exit', () => this.#lose(worker, new Error('the compiler has ended')));
    return worker;
  }

  #lose(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
