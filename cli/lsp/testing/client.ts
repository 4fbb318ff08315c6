/*
 * An editor for tests: the client side of the protocol, by the library that editors use, over a server
 * in this process or one that was started. It keeps what is published and answers what it is asked.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type Diagnostic,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver-protocol/node';
import { serve } from '../server.js';

export interface Streams {
  readonly input: Readable;
  readonly output: Writable;
}

/** What a full-grown editor can do. */
export const everything: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceEdit: { documentChanges: true },
    workspaceFolders: true,
    textDocumentContent: { dynamicRegistration: false },
  },
  textDocument: {
    completion: { completionItem: { snippetSupport: true } },
    definition: { linkSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    publishDiagnostics: { relatedInformation: true, versionSupport: true },
    rename: { prepareSupport: true },
  },
};

/** What has not come by then will not come, in milliseconds. */
const patience = 10_000;

export class Client {
  readonly connection: ProtocolConnection;
  readonly directory: string;
  readonly initialized: InitializeResult;
  readonly published = new Map<string, readonly Diagnostic[]>();
  /** What the server logged; a bug would be here. */
  readonly logged: string[] = [];
  /** What it says when it is asked for the settings. */
  settings: unknown = {};
  readonly #versions = new Map<string, number>();
  readonly #waiting = new Set<() => void>();
  readonly #asked = new Map<string, () => void>();

  constructor(connection: ProtocolConnection, directory: string, initialized: InitializeResult) {
    this.connection = connection;
    this.directory = directory;
    this.initialized = initialized;
  }

  uri(path: string): string {
    return pathToFileURL(join(this.directory, path)).href;
  }

  write(path: string, text: string): void {
    const file = join(this.directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  async open(path: string, text: string): Promise<void> {
    this.#versions.set(path, 1);
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri: this.uri(path), languageId: 'stowage', version: 1, text },
    });
  }

  async change(path: string, ...contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    const version = (this.#versions.get(path) ?? 0) + 1;
    this.#versions.set(path, version);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: this.uri(path), version },
      contentChanges,
    });
  }

  async close(path: string): Promise<void> {
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri: this.uri(path) },
    });
  }

  hear(uri: string, diagnostics: readonly Diagnostic[]): void {
    this.published.set(uri, diagnostics);
    for (const waiting of this.#waiting) waiting();
  }

  /** The diagnostics of a file, once they are as a test wants them. */
  async diagnostics(
    path: string,
    wanted: (codes: readonly string[]) => boolean,
  ): Promise<readonly Diagnostic[]> {
    return this.publication(this.uri(path), wanted);
  }

  /** Those of any document. */
  async publication(
    uri: string,
    wanted: (codes: readonly string[]) => boolean,
  ): Promise<readonly Diagnostic[]> {
    const found = (): readonly Diagnostic[] | undefined => {
      const published = this.published.get(uri);
      return published && wanted(published.map(({ code }) => String(code))) ? published : undefined;
    };
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        const published = JSON.stringify(this.published.get(uri)?.map(({ message }) => message));
        reject(new Error(`what was published last is ${published}; logged: ${this.logged.join()}`));
      }, patience);
      const look = (): void => {
        const now = found();
        if (!now) return;
        clearTimeout(limit);
        this.#waiting.delete(look);
        resolve(now);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** What is published of a file next, whatever it is. */
  async nextPublication(path: string): Promise<readonly Diagnostic[]> {
    const uri = this.uri(path);
    const before = this.published.get(uri);
    return this.publication(uri, () => this.published.get(uri) !== before);
  }

  /** Resolves when the server has asked for something once more. */
  async asked(method: string): Promise<void> {
    return new Promise((resolve) => this.#asked.set(method, resolve));
  }

  hearRequest(method: string): void {
    this.#asked.get(method)?.();
    this.#asked.delete(method);
  }

  at(path: string, position: Position) {
    return { textDocument: { uri: this.uri(path) }, position };
  }

  /** Says goodbye. */
  async end(): Promise<void> {
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification('exit');
    this.connection.end();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export interface Start {
  readonly files?: Readonly<Record<string, string>>;
  readonly capabilities?: ClientCapabilities;
  readonly settings?: unknown;
  /** The streams of a server; one in this process where none are given. */
  readonly streams?: Streams;
}

/** Connects a client with a server, over a directory of its own. */
export async function startClient({
  files = {},
  capabilities = everything,
  settings = {},
  streams = serverHere(),
}: Start = {}): Promise<Client> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'stowage-lsp-')));
  const connection = createProtocolConnection(
    new StreamMessageReader(streams.input),
    new StreamMessageWriter(streams.output),
  );
  const held: { client?: Client } = {};
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) =>
    held.client?.hear(uri, diagnostics),
  );
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
    held.client?.logged.push(message);
  });
  connection.onRequest('workspace/configuration', () => {
    held.client?.hearRequest('workspace/configuration');
    return [held.client?.settings ?? settings];
  });
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    workspaceFolders: [{ uri: pathToFileURL(directory).href, name: 'test' }],
    capabilities,
    initializationOptions: settings,
  });
  const client = new Client(connection, directory, initialized);
  client.settings = settings;
  held.client = client;
  await connection.sendNotification(InitializedNotification.type, {});
  return client;
}

/** A server in this process. */
function serverHere(): Streams {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  void serve((logger) =>
    createProtocolConnection(
      new StreamMessageReader(toServer),
      new StreamMessageWriter(toClient),
      logger,
    ),
  );
  return { input: toClient, output: toServer };
}
