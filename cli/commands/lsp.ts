/* `stowage lsp`: the language server, on standard input and output. */
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import type { CommandRunner } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { serve } from '../lsp/server.js';

export const runLsp: CommandRunner = async () => {
  const reader = new StreamMessageReader(process.stdin);
  const writer = new StreamMessageWriter(process.stdout);
  const code = await serve((logger) => createProtocolConnection(reader, writer, logger));
  return code === 0 ? exitCodes.done : exitCodes.error;
};
