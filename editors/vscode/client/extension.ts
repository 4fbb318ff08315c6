/*
 * The client in Visual Studio Code: starts `stowage lsp` and passes on what the editor asks. Everything
 * the language knows is in the server; here are only its path, its settings, and two commands.
 */
import { commands, window, workspace, type ExtensionContext, type LogOutputChannel } from 'vscode';
import {
  LanguageClient,
  TransportKind,
  type LanguageClientOptions,
  type ServerOptions,
} from 'vscode-languageclient/node';

const language = 'stowage';

/** The client that runs now, if one does. */
const running: { client?: LanguageClient } = {};

/** Called by the editor when a file of the language is opened. */
export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel('Stowage', { log: true });
  context.subscriptions.push(
    output,
    commands.registerCommand('stowage.restartServer', async () => restart(output)),
    commands.registerCommand('stowage.showOutput', () => output.show()),
    workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration('stowage.server')) await restart(output);
    }),
  );
  await start(output);
}

/** Called by the editor before it ends. */
export async function deactivate(): Promise<void> {
  await stop();
}

async function restart(output: LogOutputChannel): Promise<void> {
  await stop();
  await start(output);
}

async function stop(): Promise<void> {
  const { client } = running;
  delete running.client;
  await client?.dispose();
}

async function start(outputChannel: LogOutputChannel): Promise<void> {
  const command = serverPath();
  const server: ServerOptions = { command, args: ['lsp'], transport: TransportKind.stdio };
  const options: LanguageClientOptions = {
    documentSelector: [
      { language, scheme: 'file' },
      { language, scheme: 'untitled' },
    ],
    outputChannel,
  };
  const client = new LanguageClient('stowage', 'Stowage', server, options);
  running.client = client;
  try {
    await client.start();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    outputChannel.appendLine(`\`${command} lsp\` could not be started: ${reason}`);
    await explainFailure(command);
  }
}

/** The command of the settings, with the place of the first folder put in. */
export function serverPath(): string {
  const path = workspace.getConfiguration('stowage').get<string>('server.path') ?? '';
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  return path.trim() === '' ? 'stowage' : path.replaceAll('${workspaceFolder}', folder);
}

async function explainFailure(command: string): Promise<void> {
  const settings = 'Open Settings';
  const output = 'Show Output';
  const chosen = await window.showErrorMessage(
    `Stowage: \`${command}\` could not be started. Is it installed, and on the PATH of the editor?`,
    settings,
    output,
  );
  if (chosen === settings) {
    await commands.executeCommand('workbench.action.openSettings', 'stowage.server.path');
  }
  if (chosen === output) await commands.executeCommand('stowage.showOutput');
}
