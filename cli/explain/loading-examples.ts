/*
 * Examples for the diagnostics of loading, with the messages that they give. What is in a file that is
 * not text, in a repository or in a file beside the stack is said in words; a test brings each about
 * through the loader and compares.
 */
import type { LoadingCode } from '../stack/loading-diagnostic.js';
import type { Shown } from './explanation.js';

export interface LoadingExample {
  readonly wrong: Shown & { readonly message: string };
  readonly right: Shown;
}

const main = (text: string) => ({ path: 'main.stow', text });

const shop = `stack shop

param replicas: int(1..20) = 2

output replicas = replicas
`;
const vault = `stack shop

secret db_password { env: "DB_PASSWORD" }

output url = "db://shop:\${db_password}@db.example.org"
`;
const reveal = 'stowage output --reveal';
const uses = (first: string, second: string): string => `stack shop

use "git::https://example.org/modules.git//postgres?ref=${first}" as pg

use "git::https://example.org/modules.git//cache?ref=${second}" as cache

output addresses = [pg.address, cache.address]
`;

export const loadingExamples: Readonly<Record<LoadingCode, LoadingExample>> = {
  'unreadable-source': {
    wrong: {
      files: [main(shop)],
      situation: '`notes.stow` beside it was saved as Latin-1: `// café` has the byte E9 in it.',
      message: `error[unreadable-source]: notes.stow is not UTF-8 text: byte 6, in line 1, is wrong
    Save it as UTF-8.`,
    },
    right: { files: [main(shop), { path: 'notes.stow', text: '// café\n' }] },
  },
  'invalid-param-file': {
    wrong: {
      files: [main(shop), { path: 'prod.json', text: '{ "replicas": 3, }\n' }],
      command: 'stowage check --params prod.json',
      message: `error[invalid-param-file]: this is not JSON
  prod.json:1:18
    1 | { "replicas": 3, }
      |                  ^`,
    },
    right: {
      files: [main(shop), { path: 'prod.json', text: '{ "replicas": 3 }\n' }],
      command: 'stowage check --params prod.json',
    },
  },
  'stray-variable': {
    wrong: {
      files: [main(shop)],
      command: 'STOWAGE_PARAM_replica=3 stowage check',
      message: `warning[stray-variable]: STOWAGE_PARAM_replica is set, and the stack has no param \`replica\`
    Did you mean STOWAGE_PARAM_replicas?`,
    },
    right: { files: [main(shop)], command: 'STOWAGE_PARAM_replicas=3 stowage check' },
  },
  'unreadable-secret': {
    wrong: {
      files: [main(vault)],
      command: reveal,
      message: `error[unreadable-secret]: the secret \`db_password\` cannot be read: the variable DB_PASSWORD is not set
  main.stow:3:8
    3 | secret db_password { env: "DB_PASSWORD" }
      |        ^^^^^^^^^^^
    It was asked of its declaration.`,
    },
    right: { files: [main(vault)], command: `DB_PASSWORD=correct-horse ${reveal}` },
  },
  'short-secret': {
    wrong: {
      files: [main(vault)],
      command: `DB_PASSWORD=abc ${reveal}`,
      message: `warning[short-secret]: the secret \`db_password\` has fewer than 4 characters
  main.stow:3:8
    3 | secret db_password { env: "DB_PASSWORD" }
      |        ^^^^^^^^^^^
    It cannot be masked in what is printed. Use a longer one.`,
    },
    right: { files: [main(vault)], command: `DB_PASSWORD=correct-horse ${reveal}` },
  },
  'module-versions': {
    wrong: {
      files: [main(uses('v1', 'v2'))],
      situation: '`stowage update` has pinned both.',
      message: `warning[module-versions]: example.org/modules is used in 2 versions
  main.stow:5:5
    3 | use "git::https://example.org/modules.git//postgres?ref=v1" as pg
      |     ------------------------------------------------------- v1, commit 111111111111
    .
    5 | use "git::https://example.org/modules.git//cache?ref=v2" as cache
      |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ v2, commit 222222222222
    Write one ref for all uses, if one is meant.`,
    },
    right: {
      files: [main(uses('v2', 'v2'))],
      situation: '`stowage update` has pinned both.',
    },
  },
};
