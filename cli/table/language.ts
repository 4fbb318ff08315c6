/* Commands about files: what is written, and the modules it uses. */
import type { CommandDefinition } from '../command.js';
import {
  directory,
  engine,
  json,
  param,
  params,
  reportFormat,
  secret,
  stackOption,
} from './options.js';

export const languageCommands: readonly CommandDefinition[] = [
  {
    name: 'init',
    summary: 'Start a stack in a directory.',
    description: [
      'Writes main.stow with a first stack, for the engine that is found here, and stowage.lock with its id. Files that are there already are left alone.',
    ],
    arguments: [directory],
    options: [],
    load: async () => (await import('../commands/init.js')).runInit,
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
    load: async () => (await import('../commands/check.js')).runCheck,
  },
  {
    name: 'explain',
    summary: 'Explain a diagnostic, or tell the story of a resource.',
    description: [
      'Of the code of a message: what it means, an example that gives it, and the same put right. Without an argument it lists all codes.',
      'Of an address: where the resource is written, what was recorded, what is there, each attribute that differs with all three values, what apply would do with it and why, and what depends on what. It never writes. The JSON Schema of `--json` is docs/reference/explain.schema.json.',
    ],
    arguments: [
      {
        name: 'SUBJECT',
        required: false,
        summary: 'A code, such as type-mismatch, or an address, such as container.web.',
      },
      directory,
    ],
    options: [engine, param, params, secret, json],
    load: async () => (await import('../commands/explain.js')).runExplain,
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
    load: async () => (await import('../commands/fmt.js')).runFmt,
  },
  {
    name: 'update',
    summary: 'Move the pins of modules and images.',
    description: [
      'Looks up what the refs of Git sources name now, fetches that, and notes commit and content hash in stowage.lock. Pins new modules, and drops pins that nothing uses. Prints what moved.',
      'A branch that was put back and a tag that was moved are refused, unless `--force` is given.',
      'Asks registries what the tags of pinned images stand for now, and notes their digests. An image without a pin gets one where it is named here; otherwise the next apply pins it. Nothing is pulled; the next plan does that.',
    ],
    arguments: [
      {
        name: 'NAME',
        required: false,
        many: true,
        summary:
          'Modules by the name of their `use`, repositories, or images as they are written; all by default.',
      },
    ],
    options: [
      stackOption,
      param,
      params,
      { name: 'check', summary: 'Write nothing; exit with 2 if a pin would move.' },
      { name: 'force', short: 'f', summary: 'Follow refs that were rewritten.' },
    ],
    load: async () => (await import('../commands/update.js')).runUpdate,
  },
  {
    name: 'vendor',
    summary: 'Copy fetched modules beside the stack.',
    description: [
      'Copies all pinned modules into stowage-modules/, to be committed with the stack, and removes copies that nothing uses. They are used instead of the cache from then on.',
    ],
    arguments: [directory],
    options: [],
    load: async () => (await import('../commands/vendor.js')).runVendor,
  },
];
