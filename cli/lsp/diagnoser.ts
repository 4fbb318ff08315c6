/*
 * Diagnostics as one types. What the parser says of a document is published at once, with what the
 * last compilation said of the rest of it; a compilation follows when the typing pauses. Nothing is
 * published of a stack of which no document is open.
 */
import type { PublishDiagnosticsParams } from 'vscode-languageserver';
import type { Diagnostic, JsonValue, Span } from '../../model/index.js';
import type { Compiler } from './compiler.js';
import type { Compilation } from './messages.js';
import { rootsOf } from './roots.js';
import { shiftBetween, type Shift } from './shift.js';
import { showDiagnostic, type DiagnosticStyle } from './show-diagnostic.js';
import { rangeBetween } from './spots.js';
import { directoryOf } from './uris.js';
import type { Workspace } from './workspace.js';

export interface DiagnoserWorld {
  readonly workspace: Workspace;
  readonly compiler: Compiler;
  readonly publish: (params: PublishDiagnosticsParams) => void;
  readonly style: () => Pick<DiagnosticStyle, 'pageOf' | 'showsRelated'>;
  readonly params: () => Readonly<Record<string, JsonValue>>;
  /** Told after each compilation, with the files it has read. */
  readonly onCompiled: (compilation: Compilation) => void;
  readonly onFailure: (error: unknown) => void;
}
interface Compiled {
  readonly compilation: Compilation;
  /** The texts that it was made from, of documents that were open. */
  readonly texts: ReadonlyMap<string, string>;
  /** What the parser said of those; it is said anew for the text of now. */
  readonly syntax: ReadonlySet<string>;
}

const shortestPause = 20;
const longestPause = 400;

export class Diagnoser {
  readonly #world: DiagnoserWorld;
  readonly #compiled = new Map<string, Compiled>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #queue = new Set<string>();
  readonly #published = new Map<string, string>();
  readonly #shifts = new Map<string, { before: string; after: string; shift: Shift }>();
  #running = false;

  constructor(world: DiagnoserWorld) {
    this.#world = world;
  }

  /** Something changed at a path: says what can be said at once, and compiles soon. */
  touch(path: string): void {
    const { workspace } = this.#world;
    const roots = this.#rootsOf(directoryOf(path)).filter((root) => this.#isOpen(root));
    if (workspace.find(path)) this.#publish(path, false);
    for (const root of roots) this.#schedule(root);
    this.#prune();
  }

  /** Something changed on disk: compiles the stacks that read it, whichever way. */
  touchReaders(path: string): void {
    const readers = [...this.#compiled].filter(([, { compilation }]) =>
      compilation.filesRead.includes(path),
    );
    for (const [root] of readers) this.#schedule(root);
    this.touch(path);
  }

  /** Compiles every stack anew, after a change of the settings. */
  touchAll(): void {
    const { workspace } = this.#world;
    for (const { path } of workspace.openDocuments) this.touch(path);
  }

  /** The last compilation that a path was part of, and the text of it that was compiled. */
  compiledWith(path: string): { root: string; text: string | undefined } | undefined {
    const directory = directoryOf(path);
    for (const [root, { compilation, texts }] of this.#compiled) {
      if (compilation.units.includes(directory)) return { root, text: texts.get(path) };
    }
    return undefined;
  }

  /** Resolves when nothing is waiting to be compiled. */
  get idle(): boolean {
    return !this.#running && this.#timers.size === 0 && this.#queue.size === 0;
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #rootsOf(directory: string): readonly string[] {
    const known = [...this.#compiled]
      .filter(([, { compilation }]) => compilation.units.includes(directory))
      .map(([root]) => root);
    return [...new Set([...known, ...rootsOf(this.#world.workspace, directory)])];
  }

  /** Whether a document of a stack is open. */
  #isOpen(root: string): boolean {
    const units = this.#compiled.get(root)?.compilation.units ?? [root];
    return this.#world.workspace.openDocuments.some(({ path }) => {
      const directory = directoryOf(path);
      return units.includes(directory) || this.#rootsOf(directory).includes(root);
    });
  }

  #schedule(root: string): void {
    const before = this.#compiled.get(root)?.compilation.milliseconds ?? 0;
    const pause = Math.min(longestPause, Math.max(shortestPause, before));
    clearTimeout(this.#timers.get(root));
    const timer = setTimeout(() => {
      this.#timers.delete(root);
      this.#queue.add(root);
      void this.#run();
    }, pause);
    this.#timers.set(root, timer);
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let [root] = this.#queue; root !== undefined; [root] = this.#queue) {
      this.#queue.delete(root);
      try {
        await this.#compile(root);
      } catch (error) {
        this.#world.onFailure(error);
      }
    }
    this.#running = false;
  }

  async #compile(root: string): Promise<void> {
    const { workspace, compiler, params, onCompiled } = this.#world;
    const open = workspace.openDocuments.map(({ path, parsed }) => ({ path, parsed }));
    const texts = new Map(open.map(({ path, parsed }) => [path, parsed.source.text]));
    const syntax = new Set(open.flatMap(({ parsed }) => parsed.diagnostics.map(keyOf)));
    const compilation = await compiler.compile(
      root,
      open.map(({ path, parsed }) => ({ path, text: parsed.source.text })),
      params(),
    );
    if (!this.#isOpen(root)) {
      this.#prune();
      return;
    }
    const before = this.#compiled.get(root);
    this.#compiled.set(root, { compilation, texts, syntax });
    onCompiled(compilation);
    const paths = new Set([
      ...pathsOf(before?.compilation),
      ...pathsOf(compilation),
      ...workspace.openDocuments
        .filter(({ path }) => compilation.units.includes(directoryOf(path)))
        .map(({ path }) => path),
    ]);
    for (const path of paths) this.#publish(path, true);
  }

  /** Forgets stacks of which no document is open any more, and clears what was said of them. */
  #prune(): void {
    for (const [root, { compilation }] of this.#compiled) {
      if (this.#isOpen(root)) continue;
      this.#compiled.delete(root);
      this.#world.compiler.forget(root);
      for (const path of pathsOf(compilation)) this.#publish(path, false);
    }
    for (const path of this.#published.keys()) {
      const isKnown = this.#world.workspace.find(path) !== undefined;
      if (!isKnown && this.compiledWith(path) === undefined) this.#publish(path, false);
    }
  }

  #publish(path: string, always: boolean): void {
    const { workspace, publish } = this.#world;
    const opened = workspace.find(path);
    const diagnostics = this.#diagnosticsOf(path);
    const text = JSON.stringify(diagnostics);
    if (text === (this.#published.get(path) ?? '[]') && !(always && opened)) return;
    if (diagnostics.length === 0) this.#published.delete(path);
    else this.#published.set(path, text);
    const version = opened?.document.version;
    publish({ uri: workspace.uriOf(path), diagnostics, ...(version !== undefined && { version }) });
  }

  #diagnosticsOf(path: string) {
    const { workspace, style } = this.#world;
    const shown = style();
    return this.current(path).flatMap(({ diagnostic, rangeNow }) => {
      const uriOf = (file: string): string => workspace.uriOf(file);
      return showDiagnostic(diagnostic, { ...shown, uriOf, rangeNow }) ?? [];
    });
  }

  /** What is to be said of a file now, with the way to where its places are now. */
  current(path: string): readonly Current[] {
    const { workspace } = this.#world;
    const opened = workspace.find(path);
    const found = new Map<string, Current>();
    const add = (diagnostic: Diagnostic, rangeNow: DiagnosticStyle['rangeNow']): void => {
      const key = keyOf(diagnostic);
      if (!found.has(key)) found.set(key, { diagnostic, rangeNow });
    };
    for (const diagnostic of opened?.parsed.diagnostics ?? []) {
      add(diagnostic, (span) => this.#rangeOf(span, new Map()));
    }
    for (const { compilation, texts, syntax } of this.#compiled.values()) {
      for (const diagnostic of compilation.diagnostics) {
        const file = diagnostic.span?.file ?? this.#firstFile(compilation);
        if (file !== path || (opened && syntax.has(keyOf(diagnostic)))) continue;
        add(diagnostic, (span) => this.#rangeOf(span, texts));
      }
    }
    return [...found.values()];
  }

  #firstFile({ directory }: Compilation): string | undefined {
    return this.#world.workspace.unit(directory)?.files[0]?.source.path;
  }

  /** From the compiled text of a path to that of now; asked for many places of one pair of texts. */
  shift(path: string, before: string, after: string): Shift {
    const known = this.#shifts.get(path);
    if (known?.before === before && known.after === after) return known.shift;
    const shift = shiftBetween(before, after);
    this.#shifts.set(path, { before, after, shift });
    return shift;
  }

  /** Where a span of a compiled text is in the text of now. */
  #rangeOf(span: Span, texts: ReadonlyMap<string, string>) {
    const { workspace } = this.#world;
    const source = workspace.sourceOf(span.file);
    if (!source) return undefined;
    const shift = this.shift(span.file, texts.get(span.file) ?? source.text, source.text);
    const start = shift.forward(span.start.offset);
    const end = shift.forward(span.end.offset);
    return start === undefined || end === undefined ? undefined : rangeBetween(source, start, end);
  }
}

export interface Current {
  readonly diagnostic: Diagnostic;
  readonly rangeNow: DiagnosticStyle['rangeNow'];
}

const keyOf = ({ code, span, summary }: Diagnostic): string =>
  `${code} ${span ? `${span.file}:${span.start.offset}` : ''} ${summary}`;

const pathsOf = (compilation: Compilation | undefined): readonly string[] => [
  ...new Set((compilation?.diagnostics ?? []).flatMap(({ span }) => (span ? [span.file] : []))),
];
