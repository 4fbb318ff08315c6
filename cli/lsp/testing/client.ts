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

  /** The diagnostics of a file as `line:column code`, once they are as a test wants them. */
  async diagnostics(
    path: string,
    wanted: (codes: readonly string[]) => boolean,
  ): Promise<readonly Diagnostic[]> {
    const found = (): readonly Diagnostic[] | undefined => {
      const published = this.published.get(this.uri(path));
      return published && wanted(published.map(({ code }) => String(code))) ? published : undefined;
    };
    return new Promise((resolve) => {
      const look = (): void => {
        const now = found();
        if (!now) return;
        this.#waiting.delete(look);
        resolve(now);
      };
      this.#waiting.add(look);
      look();
    });
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
  connection.onRequest('workspace/configuration', () => [held.client?.settings ?? settings]);
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
  const protocol = createProtocolConnection(
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
  );
  void serve(protocol);
  return { input: toClient, output: toServer };
}
