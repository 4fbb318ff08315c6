/* Arguments and options that several commands have. */
import type { ArgumentDefinition, OptionDefinition } from '../command.js';

export const directory: ArgumentDefinition = {
  name: 'DIRECTORY',
  required: false,
  summary: 'Directory of the stack; the current one by default.',
};
export const container: ArgumentDefinition = {
  name: 'CONTAINER',
  required: true,
  summary: 'Name or id of a container, or its address in the stack here, such as container.web.',
};
export const engine: OptionDefinition = {
  name: 'engine',
  value: 'ENGINE',
  summary:
    'embedded, docker, podman, or a socket such as unix:///run/docker.sock. By default STOWAGE_ENGINE, else what the stack declares, else embedded.',
};
export const param: OptionDefinition = {
  name: 'param',
  value: 'NAME=VALUE',
  repeatable: true,
  summary: 'Value of a param. Wins over files of params, which win over STOWAGE_PARAM_NAME.',
};
export const params: OptionDefinition = {
  name: 'params',
  value: 'FILE',
  repeatable: true,
  summary: 'Values of params: lines `name = value` in *.params.stow, or JSON. Later files win.',
};
export const secret: OptionDefinition = {
  name: 'secret',
  value: 'NAME=SOURCE',
  repeatable: true,
  summary:
    'Where a secret comes from: env:VARIABLE, file:PATH or command:PROGRAM; never the value itself.',
};
export const stackOption: OptionDefinition = {
  name: 'directory',
  short: 'C',
  value: 'DIRECTORY',
  summary: 'Directory of the stack; the current one by default.',
};
export const json: OptionDefinition = { name: 'json', summary: 'Print JSON for programs.' };
export const jsonInto: OptionDefinition = {
  name: 'json-into',
  value: 'FILE',
  summary: 'Write the plan as JSON to this file, too; it is replaced whole or not at all.',
};
export const reportFormat: OptionDefinition = {
  name: 'format',
  value: 'FORMAT',
  summary:
    'text, json, sarif (SARIF 2.1.0), github (annotations of GitHub Actions) or gitlab (code quality).',
};
export const yes: OptionDefinition = {
  name: 'yes',
  short: 'y',
  summary: 'Do not ask. Never approves the loss of data.',
};
export const allowDestroy: OptionDefinition = {
  name: 'allow-destroy',
  value: 'ADDRESS',
  repeatable: true,
  summary: 'Allow the data of this volume to be lost.',
};
export const target: OptionDefinition = {
  name: 'target',
  value: 'ADDRESS',
  repeatable: true,
  summary:
    'Only this and what it depends on: an address such as container.web, all of its instances without an index, or module.NAME.',
};
export const exclude: OptionDefinition = {
  name: 'exclude',
  value: 'ADDRESS',
  repeatable: true,
  summary: 'All but this and what depends on it; addresses as with --target.',
};
export const replace: OptionDefinition = {
  name: 'replace',
  value: 'ADDRESS',
  repeatable: true,
  summary: 'Make this anew although nothing of it differs; addresses as with --target.',
};
export const out: OptionDefinition = {
  name: 'out',
  value: 'FILE',
  summary:
    'Save the plan in a file, for `stowage apply FILE`. Without secrets, for its owner only.',
};
export const allowDeletions: OptionDefinition = {
  name: 'allow-deletions',
  value: 'N',
  summary:
    'Allow N resources to be deleted, where that is more than half of the stack and more than three.',
};
export const refreshOnly: OptionDefinition = {
  name: 'refresh-only',
  summary: 'Do nothing to the engine; record what is there, so that drift is accepted.',
};
export const parallelism: OptionDefinition = {
  name: 'parallelism',
  value: 'N',
  summary: 'Most steps at one time, 1 to 64; 4 by default.',
};

export const stackName: OptionDefinition = {
  name: 'stack',
  value: 'NAME',
  summary: 'A stack by its name on the engine, without its files.',
};
export const stackId: OptionDefinition = {
  name: 'stack-id',
  value: 'ID',
  summary: 'A stack by its id, where several have its name.',
};

export const operatorNote = 'Works alike on every engine, for containers of any stack.';
export const archiveOutput: OptionDefinition = {
  name: 'output',
  short: 'o',
  value: 'FILE',
  summary: 'Write to this file, whole or not at all; standard output by default.',
};
export const archiveInput: OptionDefinition = {
  name: 'input',
  short: 'i',
  value: 'FILE',
  summary: 'Read from this file; standard input by default.',
};
export const detachKeys: OptionDefinition = {
  name: 'detach-keys',
  value: 'KEYS',
  summary:
    'What leaves the container to itself when it is typed: characters, or ctrl- and a letter, with commas between; ctrl-p,ctrl-q by default.',
};
export const sigProxy: OptionDefinition = {
  name: 'sig-proxy',
  value: 'BOOL',
  summary:
    'Whether signals that this command gets go to the container, unless that has a terminal; true by default.',
};
