/*
 * The command table: every command, its arguments and options. The parser, the help, shell
 * completion and the reference page are made from it.
 */
import type { ArgumentDefinition, CommandDefinition, OptionDefinition } from './command.js';

const directory: ArgumentDefinition = {
  name: 'DIRECTORY',
  required: false,
  summary: 'Directory of the stack; the current one by default.',
};
const container: ArgumentDefinition = {
  name: 'CONTAINER',
  required: true,
  summary: 'Name or id of a container, or its address in the stack here, such as container.web.',
};
const engine: OptionDefinition = {
  name: 'engine',
  value: 'ENGINE',
  summary:
    'embedded, docker, or a socket such as unix:///run/docker.sock. By default STOWAGE_ENGINE, else what the stack declares, else embedded.',
};
const param: OptionDefinition = {
  name: 'param',
  value: 'NAME=VALUE',
  repeatable: true,
  summary: 'Value of a param. Wins over files of params, which win over STOWAGE_PARAM_NAME.',
};
const params: OptionDefinition = {
  name: 'params',
  value: 'FILE',
  repeatable: true,
  summary: 'Values of params: lines `name = value` in *.params.stow, or JSON. Later files win.',
};
const secret: OptionDefinition = {
  name: 'secret',
  value: 'NAME=SOURCE',
  repeatable: true,
  summary:
    'Where a secret comes from: env:VARIABLE, file:PATH or command:PROGRAM; never the value itself.',
};
const stackOption: OptionDefinition = {
  name: 'directory',
  short: 'C',
  value: 'DIRECTORY',
  summary: 'Directory of the stack; the current one by default.',
};
const json: OptionDefinition = { name: 'json', summary: 'Print JSON for programs.' };
const reportFormat: OptionDefinition = {
  name: 'format',
  value: 'FORMAT',
  summary:
    'text, json, sarif (SARIF 2.1.0), github (annotations of GitHub Actions) or gitlab (code quality).',
};
const yes: OptionDefinition = {
  name: 'yes',
  short: 'y',
  summary: 'Do not ask. Never approves the loss of data.',
};
const allowDestroy: OptionDefinition = {
  name: 'allow-destroy',
  value: 'ADDRESS',
  repeatable: true,
  summary: 'Allow the data of this volume to be lost.',
};
const parallelism: OptionDefinition = {
  name: 'parallelism',
  value: 'N',
  summary: 'Most steps at one time; 4 by default.',
};

const operatorNote = 'Works alike on every engine, for containers of any stack.';

export const commands: readonly CommandDefinition[] = [
  {
    name: 'init',
    summary: 'Start a stack in a directory.',
    description: [
      'Writes main.stow with a first stack, for the engine that is found here, and stowage.lock with its id. Files that are there already are left alone.',
    ],
    arguments: [directory],
    options: [],
    load: async () => (await import('./commands/init.js')).runInit,
  },
  {
    name: 'check',
    summary: 'Find mistakes without asking any engine.',
    description: [
      'Reads every .stow file of the directory and reports all mistakes. Exits with 1 if there is an error.',
    ],
    arguments: [directory],
    options: [
      param,
      params,
      reportFormat,
      json,
      { name: 'deny-warnings', summary: 'Exit with 1 if there is a warning, too.' },
    ],
    load: async () => (await import('./commands/check.js')).runCheck,
  },
  {
    name: 'explain',
    summary: 'Explain a diagnostic, with an example.',
    description: [
      'Prints what the code of a message means, an example that gives it, and the same put right. Without a code it lists all.',
    ],
    arguments: [{ name: 'CODE', required: false, summary: 'The code, such as type-mismatch.' }],
    options: [],
    load: async () => (await import('./commands/explain.js')).runExplain,
  },
  {
    name: 'fmt',
    summary: 'Format .stow files.',
    description: [
      'Rewrites files, or all .stow files of directories, in the one canonical form. `-` formats standard input.',
    ],
    arguments: [{ name: 'PATH', required: false, many: true, summary: 'Files or directories.' }],
    options: [
      {
        name: 'check',
        summary: 'Write nothing; exit with 1 and name the files that would change.',
      },
      { name: 'diff', summary: 'Write nothing; print what would change.' },
    ],
    load: async () => (await import('./commands/fmt.js')).runFmt,
  },
  {
    name: 'update',
    summary: 'Fetch modules and move their pins.',
    description: [
      'Looks up what the refs of Git sources name now, fetches that, and notes commit and content hash in stowage.lock. Pins new modules, and drops pins that nothing uses. Prints what moved.',
      'A branch that was put back and a tag that was moved are refused, unless `--force` is given.',
    ],
    arguments: [
      {
        name: 'NAME',
        required: false,
        many: true,
        summary: 'Modules by the name of their `use`, or repositories; all by default.',
      },
    ],
    options: [
      stackOption,
      { name: 'check', summary: 'Write nothing; exit with 2 if a pin would move.' },
      { name: 'force', short: 'f', summary: 'Follow refs that were rewritten.' },
    ],
    load: async () => (await import('./commands/update.js')).runUpdate,
  },
  {
    name: 'vendor',
    summary: 'Copy fetched modules beside the stack.',
    description: [
      'Copies all pinned modules into stowage-modules/, to be committed with the stack, and removes copies that nothing uses. They are used instead of the cache from then on.',
    ],
    arguments: [directory],
    options: [],
    load: async () => (await import('./commands/vendor.js')).runVendor,
  },
  {
    name: 'plan',
    summary: 'Say exactly what apply would do.',
    description: [
      'Compares the files with the engine and prints what differs and why. It never writes: the engine is seen through a client that cannot.',
    ],
    arguments: [directory],
    options: [
      engine,
      param,
      params,
      secret,
      {
        ...reportFormat,
        summary: 'text, json, or github (annotations of GitHub Actions beside the text).',
      },
      json,
      {
        name: 'detailed-exitcode',
        summary: 'Exit with 0 for no difference, 2 for differences, 3 for ones that destroy data.',
      },
    ],
    load: async () => (await import('./commands/plan.js')).runPlan,
  },
  {
    name: 'apply',
    summary: 'Make the engine what the files say.',
    description: [
      'Plans, shows the plan, asks, and carries it out. A replaced container comes back if its successor does not come up; apply then exits with 4.',
    ],
    arguments: [directory],
    options: [engine, param, params, secret, yes, allowDestroy, parallelism],
    load: async () => (await import('./commands/apply.js')).runApply,
  },
  {
    name: 'destroy',
    summary: 'Remove everything of the stack.',
    description: [
      'Removes what the stack made, except what is marked `protect`. Volumes need `--allow-destroy`, or the name typed when asked.',
    ],
    arguments: [directory],
    options: [engine, param, params, yes, allowDestroy, parallelism],
    load: async () => (await import('./commands/destroy.js')).runDestroy,
  },
  {
    name: 'drift',
    summary: 'Say what was changed by hand since the last apply.',
    description: [
      'Compares what was last applied, as the engine records it, with what is there. Exits with 2 if something drifted.',
    ],
    arguments: [directory],
    options: [
      engine,
      param,
      params,
      json,
      { name: 'stack', value: 'NAME', summary: 'A stack by name, without its files.' },
    ],
    load: async () => (await import('./commands/drift.js')).runDrift,
  },
  {
    name: 'output',
    summary: 'Print the outputs of the stack.',
    description: ['Prints every output, or the value of one.'],
    arguments: [
      directory,
      { name: 'NAME', required: false, summary: 'One output, printed without its name.' },
    ],
    options: [
      engine,
      param,
      params,
      secret,
      json,
      { name: 'reveal', summary: 'Show secret outputs, too; reads the secrets for that.' },
    ],
    load: async () => (await import('./commands/output.js')).runOutput,
  },
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
    load: async () => (await import('./commands/eval.js')).runEval,
  },
  {
    name: 'console',
    summary: 'Evaluate expressions in a stack, one a line.',
    description: [
      'Names are those of the stack; `output` holds its outputs. From a pipe it answers each line and exits with 1 if one was wrong.',
    ],
    arguments: [directory],
    options: [param, params],
    load: async () => (await import('./commands/console.js')).runConsole,
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
    load: async () => (await import('./commands/test.js')).runTest,
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
    load: async () => (await import('./commands/doc.js')).runDoc,
  },
  {
    name: 'ps',
    summary: 'List containers.',
    description: [`Lists containers of stacks, running or not. ${operatorNote}`],
    arguments: [directory],
    options: [
      engine,
      json,
      { name: 'all', short: 'a', summary: 'Those of no stack, and of every other stack, too.' },
    ],
    load: async () => (await import('./commands/ps.js')).runPs,
  },
  {
    name: 'logs',
    summary: 'Print what a container wrote.',
    description: [operatorNote],
    arguments: [container],
    options: [
      engine,
      { name: 'follow', short: 'f', summary: 'Go on until the container ends.' },
      { name: 'tail', short: 'n', value: 'N', summary: 'The last N lines only.' },
      {
        name: 'since',
        value: 'TIME',
        summary: 'Lines from then on: RFC 3339, or an age such as 10m.',
      },
      { name: 'timestamps', short: 't', summary: 'Print the time of each line.' },
    ],
    load: async () => (await import('./commands/logs.js')).runLogs,
  },
  {
    name: 'exec',
    summary: 'Run a command in a container.',
    description: [`Exits with the code of the command. ${operatorNote}`],
    arguments: [
      container,
      { name: 'COMMAND', required: true, rest: true, summary: 'Program and arguments.' },
    ],
    options: [
      engine,
      { name: 'tty', short: 't', summary: 'Give the command a terminal.' },
      { name: 'interactive', short: 'i', summary: 'Pass standard input on.' },
      {
        name: 'env',
        short: 'e',
        value: 'NAME=VALUE',
        repeatable: true,
        summary: 'Set a variable.',
      },
      { name: 'user', short: 'u', value: 'USER', summary: 'Run as this user.' },
      { name: 'workdir', short: 'w', value: 'PATH', summary: 'Run in this directory.' },
    ],
    load: async () => (await import('./commands/exec.js')).runExec,
  },
  {
    name: 'start',
    summary: 'Start a container.',
    description: [operatorNote],
    arguments: [container],
    options: [engine],
    load: async () => (await import('./commands/operate.js')).runStart,
  },
  {
    name: 'stop',
    summary: 'Stop a container.',
    description: [`Sends its stop signal, and SIGKILL after its grace period. ${operatorNote}`],
    arguments: [container],
    options: [
      engine,
      { name: 'time', value: 'DURATION', summary: 'Another grace period, such as 3s.' },
    ],
    load: async () => (await import('./commands/operate.js')).runStop,
  },
  {
    name: 'kill',
    summary: 'Send a signal to a container.',
    description: [operatorNote],
    arguments: [container],
    options: [
      engine,
      { name: 'signal', short: 's', value: 'SIGNAL', summary: 'The signal; SIGKILL by default.' },
    ],
    load: async () => (await import('./commands/operate.js')).runKill,
  },
  {
    name: 'rm',
    summary: 'Remove a container.',
    description: [`Volumes are kept. ${operatorNote}`],
    arguments: [container],
    options: [engine, { name: 'force', short: 'f', summary: 'Kill it first if it runs.' }],
    load: async () => (await import('./commands/operate.js')).runRemove,
  },
  {
    name: 'doctor',
    summary: 'Say what the engine needs and what is missing.',
    description: [
      'Checks each part that the embedded engine rests on, and gives the command that installs what is missing. Exits with 1 if a needed part is.',
    ],
    arguments: [],
    options: [engine, json],
    load: async () => (await import('./commands/doctor.js')).runDoctor,
  },
  {
    name: 'lsp',
    summary: 'Serve an editor.',
    description: [
      'Speaks the Language Server Protocol on standard input and output, for editors that start it. docs/editors.md says how each is told to.',
    ],
    arguments: [],
    options: [
      { name: 'stdio', summary: 'Speak on standard input and output, as it does anyway.' },
      {
        name: 'clientProcessId',
        value: 'ID',
        summary: 'Taken because clients give it; the server ends with its input.',
      },
    ],
    load: async () => (await import('./commands/lsp.js')).runLsp,
  },
  {
    name: 'version',
    summary: 'Print the version.',
    description: [],
    arguments: [],
    options: [],
    load: async () => (await import('./commands/version.js')).runVersion,
  },
  {
    name: 'help',
    summary: 'Explain a command.',
    description: [],
    arguments: [{ name: 'COMMAND', required: false, summary: 'The command.' }],
    options: [],
    load: async () => (await import('./commands/help.js')).runHelp,
  },
  {
    name: '_on-exit',
    summary: 'Called by a container’s monitor when the container has ended.',
    description: [],
    arguments: [{ name: 'ID', required: true, summary: 'Id of the container.' }],
    options: [],
    hidden: true,
    load: async () => (await import('./commands/on-exit.js')).runOnExit,
  },
];
