/*
 * What the client says of its documents: opened, changed, closed, changed on disk.
 */
import { changedOnDisk, readConfiguration, type Server } from './server.js';
import { readSettings } from './settings.js';
import { pathOfUri } from './uris.js';

/** Follows the documents of the client. */
export function registerDocuments(server: Server): void {
  const { connection, workspace, diagnoser } = server;
  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => {
    diagnoser.touch(workspace.open(uri, version, text).path);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const changed = workspace.change(uri, version, contentChanges);
    if (changed) diagnoser.touch(changed.path);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    diagnoser.touch(workspace.close(uri));
  });
  connection.onDidSaveTextDocument(() => undefined);
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) changedOnDisk(server, pathOfUri(uri));
  });
  connection.onDidChangeConfiguration(({ settings }: { settings: unknown }) => {
    if (server.client.workspace?.configuration === true) void readConfiguration(server);
    else {
      const sent: unknown =
        typeof settings === 'object' && settings !== null && 'stowage' in settings
          ? settings.stowage
          : settings;
      server.settings = readSettings(sent);
      diagnoser.touchAll();
    }
  });
}
