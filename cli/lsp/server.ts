/*
 * One connection with an editor: what both sides can do, what is open, and how everything is reached.
 * The features register themselves here; none knows another.
 */
import {
  createConnection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
  type CancellationToken,
  type ClientCapabilities,
  type InitializeParams,
  type InitializeResult,
  type Logger,
  type ProtocolConnection,
} from 'vscode-languageserver';
import type { Place } from '../../dsl/editor/index.js';
import { stowageVersion } from '../version.js';
import { registerCompletion, completionOptions } from './answer-completion.js';
import { registerEdits, codeActionOptions } from './answer-edits.js';
import { registerNavigation } from './answer-navigation.js';
import { registerOutline } from './answer-outline.js';
import { registerTokens, tokenOptions } from './answer-tokens.js';
import { registerValues } from './answer-values.js';
import { Compiler } from './compiler.js';
import { Diagnoser } from './diagnoser.js';
import { pageScheme, pageText, pageUri } from './pages.js';
import { readSettings, usualSettings, type Settings } from './settings.js';
import { findDirectories } from './find-directories.js';
import { registerDocuments } from './documents.js';
import { pathOfUri } from './uris.js';
import { Watcher } from './watcher.js';
import { Workspace } from './workspace.js';

export type Connection = ReturnType<typeof createConnection>;

/** What the features have. */
export interface Server {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly compiler: Compiler;
  readonly diagnoser: Diagnoser;
  settings: Settings;
  client: ClientCapabilities;
  /** The place of a document, where it is one of ours. */
  readonly place: (document: { readonly uri: string }) => Place | undefined;
}

/**
 * Serves one connection, made with a logger of what goes wrong in it, until its client says `exit` or goes away.
 * @returns the exit code that the protocol asks for: 0 after `shutdown`, else 1
 */
export function serve(connect: (logger: Logger) => ProtocolConnection): Promise<0 | 1> {
  return new Promise((resolve) => {
    let ended = false;
    let protocol: ProtocolConnection | undefined;
    const end = async (): Promise<void> => {
      if (ended) return;
      ended = true;
      server.diagnoser.close();
      watcher.close();
      await server.compiler.close();
      protocol?.dispose();
      resolve(watchDog.shutdownReceived ? 0 : 1);
    };
    // A client that goes away answers nothing any more, and what is under way for it breaks off.
    const fail = (error: unknown): void => {
      if (!ended) logFailure(connection, error);
    };
    const watchDog = {
      shutdownReceived: false,
      initialize: () => undefined,
      exit: () => void end(),
    };
    const connection = createConnection((logger) => {
      protocol = connect(logger);
      protocol.onClose(() => void end());
      return protocol;
    }, watchDog);
    const workspace = new Workspace();
    const compiler = new Compiler();
    const watcher = new Watcher((path) => changedOnDisk(server, path));
    const diagnoser = new Diagnoser({
      workspace,
      compiler,
      publish: (params) => {
        // What cannot be sent has nobody to read it.
        connection.sendDiagnostics(params).catch(() => end());
      },
      style: () => ({
        pageOf: pageAddress(server),
        showsRelated: server.client.textDocument?.publishDiagnostics?.relatedInformation === true,
      }),
      params: () => server.settings.params,
      onCompiled: (compilation) => {
        for (const { from, source, directory } of compilation.modules) {
          workspace.addModule(from, source, directory);
        }
        workspace.addDirectories(compilation.units);
        watcher.watch(compilation.units, compilation.filesRead);
        if (server.client.workspace?.inlayHint?.refreshSupport === true) {
          connection.languages.inlayHint.refresh().catch(fail);
        }
      },
      onFailure: fail,
    });
    const server: Server = {
      connection,
      workspace,
      compiler,
      diagnoser,
      settings: usualSettings,
      client: {},
      place: ({ uri }) => workspace.place(uri),
    };
    connection.onInitialize((params) => initialize(server, params));
    connection.onInitialized(() => {
      initialized(server).catch(fail);
    });
    registerDocuments(server);
    registerCompletion(server);
    registerNavigation(server);
    registerOutline(server);
    registerTokens(server);
    registerValues(server);
    registerEdits(server);
    connection.onRequest('workspace/textDocumentContent', async ({ uri }: { uri: string }) => ({
      text: (await pageText(uri)) ?? '',
    }));
    connection.listen();
  });
}

function initialize(server: Server, params: InitializeParams): InitializeResult {
  server.client = params.capabilities;
  server.settings = readSettings(params.initializationOptions);
  const folders = params.workspaceFolders?.map(({ uri }) => pathOfUri(uri)) ?? [];
  server.workspace.addDirectories(findDirectories(folders));
  const content =
    server.client.workspace?.textDocumentContent === undefined
      ? {}
      : { textDocumentContent: { schemes: [pageScheme] } };
  return {
    serverInfo: { name: 'stowage', version: stowageVersion },
    capabilities: {
      positionEncoding: 'utf-16',
      textDocumentSync: {
        openClose: true,
        change: TextDocumentSyncKind.Incremental,
        save: { includeText: false },
      },
      completionProvider: completionOptions,
      hoverProvider: true,
      signatureHelpProvider: { triggerCharacters: ['(', ','] },
      definitionProvider: true,
      referencesProvider: true,
      documentHighlightProvider: true,
      documentSymbolProvider: true,
      workspaceSymbolProvider: true,
      foldingRangeProvider: true,
      selectionRangeProvider: true,
      documentLinkProvider: {},
      renameProvider: { prepareProvider: true },
      documentFormattingProvider: true,
      documentRangeFormattingProvider: true,
      codeActionProvider: codeActionOptions,
      semanticTokensProvider: tokenOptions,
      inlayHintProvider: true,
      workspace: {
        workspaceFolders: { supported: true, changeNotifications: true },
        ...content,
      },
    },
  };
}

async function initialized(server: Server): Promise<void> {
  const { connection, client, workspace } = server;
  await readConfiguration(server);
  if (client.workspace?.didChangeConfiguration?.dynamicRegistration === true) {
    await connection.client.register(DidChangeConfigurationNotification.type, {
      section: 'stowage',
    });
  }
  if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration === true) {
    const watchers = ['**/*.stow', '**/stowage.lock'].map((globPattern) => ({ globPattern }));
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }
  if (client.workspace?.workspaceFolders === true) {
    connection.workspace.onDidChangeWorkspaceFolders(({ added }) => {
      workspace.addDirectories(findDirectories(added.map(({ uri }) => pathOfUri(uri))));
    });
  }
}

/** Asks for the settings, where the client can be asked. */
export async function readConfiguration(server: Server): Promise<void> {
  const { connection, client, diagnoser } = server;
  if (client.workspace?.configuration !== true) return;
  const sent: unknown = await connection.workspace.getConfiguration('stowage');
  server.settings = readSettings(sent);
  diagnoser.touchAll();
}

/** A file, or what is in a directory, is not what it was. */
export function changedOnDisk({ workspace, diagnoser }: Server, path: string): void {
  // What is open is what its editor says.
  if (!workspace.find(path)) workspace.refresh(path);
  diagnoser.touchReaders(path);
}

/** The way to the page of a code, where the client can show one. */
function pageAddress({ settings, client }: Server): (code: string) => string | undefined {
  const { documentation } = settings;
  if (documentation !== undefined) {
    const base = documentation.replace(/\/*$/, '/');
    return (code) => `${base}${code}.md`;
  }
  const canShow = client.workspace?.textDocumentContent !== undefined;
  return (code) => (canShow ? pageUri(code) : undefined);
}

function logFailure(connection: Connection, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  connection.console.error(`this is a bug in Stowage, please report it\n${text}`);
}

/**
 * Answers a request after those messages that are here already, so that one that has been cancelled
 * costs nothing.
 */
export async function whenWanted<R>(
  token: CancellationToken,
  answer: () => R | Promise<R>,
): Promise<R | ResponseError> {
  await new Promise((resolve) => setImmediate(resolve));
  if (!token.isCancellationRequested) return answer();
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'the request was cancelled');
}
