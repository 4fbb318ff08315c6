/* Commands that compare the files with an engine, and make the two agree. */
import type { CommandDefinition, OptionDefinition } from '../command.js';
import {
  allowDeletions,
  allowDestroy,
  directory,
  engine,
  exclude,
  json,
  jsonInto,
  out,
  parallelism,
  param,
  params,
  refreshOnly,
  replace,
  reportFormat,
  secret,
  stackId,
  stackName,
  stackOption,
  target,
  yes,
} from './options.js';

/** What says of which stack, with which values, and of which part of it a plan is made. */
const planning: readonly OptionDefinition[] = [
  engine,
  param,
  params,
  secret,
  target,
  exclude,
  replace,
  allowDeletions,
];

export const planCommands: readonly CommandDefinition[] = [
  {
    name: 'plan',
    summary: 'Say exactly what apply would do.',
    description: [
      'Compares the files with the engine and prints what differs and why. It never writes: the engine is seen through a client that cannot. The JSON Schema of `--json` is docs/reference/plan.schema.json.',
    ],
    arguments: [directory],
    options: [
      ...planning,
      refreshOnly,
      { name: 'destroy', summary: 'Say what destroy would do instead.' },
      {
        ...reportFormat,
        summary:
          'text, json, markdown (sized for a comment on a pull request), or github (annotations of GitHub Actions beside the text).',
      },
      json,
      jsonInto,
      {
        name: 'detailed-exitcode',
        summary: 'Exit with 0 for no difference, 2 for differences, 3 for ones that destroy data.',
      },
      out,
      {
        ...allowDestroy,
        summary: 'With --out: allow the data of this volume to be lost by the saved plan.',
      },
    ],
    load: async () => (await import('../commands/plan.js')).runPlan,
  },
  {
    name: 'graph',
    summary: 'Print the execution graph of the plan.',
    description: [
      'Prints in DOT, the language of Graphviz, what apply would walk: a box for each action, a node for each step, arrows from what it waits for, and dotted what brings a predecessor back. It never writes to the engine. `stowage graph | dot -Tsvg > plan.svg` draws it.',
    ],
    arguments: [directory],
    options: [
      ...planning,
      { name: 'destroy', summary: 'The graph of what destroy would do instead.' },
      { ...reportFormat, summary: 'dot, the only one so far.' },
    ],
    load: async () => (await import('../commands/graph.js')).runGraph,
  },
  {
    name: 'apply',
    summary: 'Make the engine what the files say.',
    description: [
      'Plans, shows the plan, asks, and carries it out. A replaced container comes back if its successor does not come up; apply then exits with 4.',
      'With the file of a saved plan it carries out that plan and no other, without asking, or refuses it before anything is written: with 5 where it was applied already, or anything that it rests on has moved; with 1 where the file is damaged, or was made for something else.',
    ],
    arguments: [
      {
        name: 'DIRECTORY|FILE',
        required: false,
        summary: 'Directory of the stack, the current one by default; or a file from `plan --out`.',
      },
    ],
    options: [
      ...planning,
      refreshOnly,
      yes,
      allowDestroy,
      parallelism,
      jsonInto,
      {
        ...json,
        summary:
          'With a saved plan: print as JSON what speaks against it, as `check --json` does; all other text goes to standard error.',
      },
      {
        ...stackOption,
        summary: 'With a saved plan: directory of its stack; the current one by default.',
      },
    ],
    load: async () => (await import('../commands/apply.js')).runApply,
  },
  {
    name: 'build',
    summary: 'Build the images of a stack, and nothing else.',
    description: [
      'Makes those images whose files, steps or bases differ from what the engine has, with the output of their steps, and records them as an apply with `--target` does. Containers stay on the images that they have; the next apply replaces them and builds nothing. It does not ask.',
    ],
    arguments: [
      {
        name: 'IMAGE',
        required: false,
        many: true,
        summary: 'Address of an image, such as image.app; all images of the stack by default.',
      },
    ],
    options: [
      engine,
      param,
      params,
      secret,
      parallelism,
      { ...stackOption, summary: 'Directory of the stack; the current one by default.' },
    ],
    load: async () => (await import('../commands/build.js')).runBuild,
  },
  {
    name: 'destroy',
    summary: 'Remove everything of the stack.',
    description: [
      'Removes what the stack made, except what is marked `protect`. Volumes need `--allow-destroy`, or the name typed when asked. A stack whose files are gone is named by `--stack`.',
    ],
    arguments: [directory],
    options: [
      engine,
      param,
      params,
      {
        ...target,
        summary: 'Only this and what depends on it; addresses as for `plan`.',
      },
      {
        ...exclude,
        summary: 'All but this and what it depends on; addresses as for `plan`.',
      },
      yes,
      allowDestroy,
      parallelism,
      stackName,
      stackId,
    ],
    load: async () => (await import('../commands/destroy.js')).runDestroy,
  },
  {
    name: 'drift',
    summary: 'Say what was changed by hand since the last apply.',
    description: [
      'Compares what was last applied, as the engine records it, with what is there. Exits with 2 if something drifted.',
      'With `--all-stacks` or `--host` no files are read. What no stack owns is listed and is no drift: containers, networks and volumes, without those that the engine makes for itself, and no images.',
    ],
    arguments: [directory],
    options: [
      engine,
      param,
      params,
      json,
      stackName,
      stackId,
      { name: 'all-stacks', summary: 'Every stack on the engine.' },
      { name: 'host', summary: 'Every stack on the engine, and what no stack owns.' },
    ],
    load: async () => (await import('../commands/drift.js')).runDrift,
  },
  {
    name: 'import',
    summary: 'Write the files for what runs and no stack owns.',
    description: [
      'Writes `.stow` text that declares containers, with the volumes and networks that they use, and the `import` statements that take them in. Without names, all that runs is meant. What no file can say is told on standard error.',
    ],
    arguments: [
      {
        name: 'NAME',
        required: false,
        many: true,
        summary: 'Names or ids of containers, volumes or networks that no stack owns.',
      },
    ],
    options: [
      { name: 'generate', summary: 'Write the text; there is no other way yet.' },
      { name: 'all', short: 'a', summary: 'What does not run and is not used, too.' },
      {
        name: 'out',
        value: 'FILE',
        summary: 'Write to this file, which must not be there; standard output by default.',
      },
      {
        name: 'with-secrets',
        summary: 'Write values that look like secrets in the clear.',
      },
      engine,
    ],
    load: async () => (await import('../commands/import.js')).runImport,
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
    load: async () => (await import('../commands/output.js')).runOutput,
  },
];
