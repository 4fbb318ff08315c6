/* Commands that evaluate a stack without an engine. */
import type { CommandDefinition } from '../command.js';
import { directory, json, param, params } from './options.js';

export const evaluateCommands: readonly CommandDefinition[] = [
  {
    name: 'eval',
    summary: 'Print the evaluated stack, or the value of an expression.',
    description: [
      'Prints the whole stack as JSON: resources with every value in its full form, outputs, and what is said of addresses. Its JSON Schema is docs/reference/evaluated.schema.json. With an expression prints its value, as it would be written or as JSON.',
    ],
    arguments: [
      directory,
      { name: 'EXPRESSION', required: false, summary: 'Evaluated in the scope of the stack.' },
    ],
    options: [param, params, json],
    load: async () => (await import('../commands/eval.js')).runEval,
  },
  {
    name: 'console',
    summary: 'Evaluate expressions in a stack, one a line.',
    description: [
      'Names are those of the stack; `output` holds its outputs. From a pipe it answers each line and exits with 1 if one was wrong.',
    ],
    arguments: [directory],
    options: [param, params],
    load: async () => (await import('../commands/console.js')).runConsole,
  },
  {
    name: 'test',
    summary: 'Run the tests of a stack, without an engine.',
    description: [
      'Runs the `test` blocks of all files that end in .test.stow: params, assertions, expected diagnostics, and plans against a declared engine. Params come from the tests alone.',
    ],
    arguments: [directory],
    options: [
      { name: 'name', value: 'TEXT', summary: 'Only tests whose title holds this text.' },
      { name: 'update', summary: 'Write the files that keep plans anew.' },
      { name: 'junit', value: 'FILE', summary: 'Write the results as JUnit XML, too.' },
    ],
    load: async () => (await import('../commands/test.js')).runTest,
  },
  {
    name: 'doc',
    summary: 'Write the documentation of a stack or a module.',
    description: [
      'Prints Markdown made from declarations and the `///` comments above them: params, secrets, types, functions, modules, resources and outputs.',
    ],
    arguments: [directory],
    options: [
      { name: 'out', value: 'FILE', summary: 'Write it there.' },
      { name: 'check', summary: 'Write nothing; exit with 1 if the file would change.' },
    ],
    load: async () => (await import('../commands/doc.js')).runDoc,
  },
];
