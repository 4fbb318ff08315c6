/*
 * The command table: every command, its arguments and options, in the order in which the help shows
 * them. The parser, the help, shell completion and the reference page are made from it.
 */
import type { CommandDefinition } from '../command.js';
import { evaluateCommands } from './evaluate.js';
import { imageCommands } from './images.js';
import { languageCommands } from './language.js';
import { ledgerCommands } from './ledger.js';
import { operateCommands } from './operate.js';
import { planCommands } from './plan.js';
import { streamCommands } from './streams.js';
import { toolCommands } from './tool.js';
import { volumeCommands } from './volumes.js';

export const commands: readonly CommandDefinition[] = [
  ...languageCommands,
  ...planCommands,
  ...ledgerCommands,
  ...evaluateCommands,
  ...imageCommands,
  ...volumeCommands,
  ...operateCommands,
  ...streamCommands,
  ...toolCommands,
];
