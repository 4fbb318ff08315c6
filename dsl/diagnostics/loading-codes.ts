/*
 * Diagnostics of loading: what is said of files, values and modules before and around the language, by
 * whoever reads them. They stand here so that comments may allow their warnings, too.
 */
import type { DiagnosticDescription } from '../../model/index.js';

export const loadingCodes = {
  'unreadable-source': {
    severity: 'error',
    title: 'A file that cannot be read as text',
    explanation:
      'Files of a stack, of params and of modules are UTF-8 text of at most 16 MiB. A file that cannot be read is never taken for an empty one: what it declares would be removed.',
  },
  'invalid-param-file': {
    severity: 'error',
    title: 'A file of params that is not what its name says',
    explanation:
      'A file that ends in `.json` holds one JSON object, whose names are the params. A file that ends in `.params.stow` holds lines `name = value`.',
  },
  'stray-variable': {
    severity: 'warning',
    title: 'A variable of the environment for a param that the stack does not have',
    explanation:
      'Variables that begin with `STOWAGE_PARAM_` give values to params. One that fits no param is probably misspelt, or meant for another stack.',
  },
  'unreadable-secret': {
    severity: 'error',
    title: 'A secret whose source gives no value',
    explanation:
      'The source that wins is the only one that is asked: where it gives nothing, no other is taken instead. The value is never part of a message.',
  },
  'short-secret': {
    severity: 'warning',
    title: 'A secret too short to be masked',
    explanation:
      'Secrets are masked wherever they would turn up in what the command prints. One of fewer than four characters would blot out half of every text, and is not. It is still shown nowhere by Stowage itself, but a program or an engine that repeats it is not stopped.',
  },
  'module-versions': {
    severity: 'warning',
    title: 'One repository in several versions',
    explanation:
      'Modules of one repository are used at different refs or commits. That works, since each use has its own files; it is seldom meant. Where a fetched module has a `stowage.lock` of its own, that of the stack counts.',
  },
} as const satisfies Readonly<Record<string, DiagnosticDescription>>;
