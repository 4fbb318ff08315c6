/* The one function that takes secrets apart. What it means is told where secrets are: semantics/secret.ts. */
import { reveal } from '../../semantics/secret.js';
import { valueAt } from '../call.js';
import type { Category } from '../library-function.js';

export const secrets: Category = {
  title: 'Secrets',
  introduction:
    'Every other function, applied to a secret, gives a secret. A function that hands values on, such as `merge` or `first`, leaves secrets among them as they are.',
  functions: [
    {
      signature: 'reveal(value: secret<T>): T',
      documentation:
        'What is inside of a secret, as a plain value: it may then stand anywhere, in names, labels and outputs. Search for the word to find every place where a secret leaves its cover.',
      examples: [
        ['"app:${reveal(db_password)}"', '"app:hunter2"'],
        { expression: 'reveal("plain")', fails: '`reveal` takes a secret, and this is none' },
      ],
      apply: (call) => reveal(call.session, valueAt(call, 0), call.span),
    },
  ],
};
