/* What tests of the library share: expressions evaluated as an output, in a world of a few files. */
import { createHash } from 'node:crypto';
import type { JsonValue } from '../../../model/index.js';
import { compile } from '../../index.js';
import type { LanguageHost } from '../../host.js';
import type { Value } from '../../semantics/value.js';
import {
  exampleDeclarations,
  exampleFiles,
  exampleSecrets,
  exampleVariables,
} from '../examples-world.js';

/** A world of texts. */
export function hostOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  variables: Readonly<Record<string, string>> = {},
): LanguageHost {
  const paths = Object.keys(files).sort();
  const normal = (path: string): string => (path === '.' ? '' : path);
  return {
    readFile: (path) => {
      const content = Object.hasOwn(files, path) ? files[path] : undefined;
      if (content === undefined) return { kind: 'failed', reason: 'there is no such file' };
      const value = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      return { kind: 'read', value };
    },
    listFiles: (path) => {
      const prefix = normal(path) === '' ? '' : `${path}/`;
      const found = paths.filter((one) => one.startsWith(prefix));
      return found.length === 0
        ? { kind: 'failed', reason: 'there is no such directory' }
        : { kind: 'read', value: found.map((one) => one.slice(prefix.length)) };
    },
    variable: (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
    hash: (algorithm, bytes) => createHash(algorithm).update(bytes).digest('hex'),
  };
}

export const exampleHost = hostOf(exampleFiles, exampleVariables);

export interface Evaluated {
  readonly value: Value | undefined;
  /** As an output shows it. */
  readonly json: JsonValue | undefined;
  /** `code: summary`. */
  readonly messages: readonly string[];
}

/** The value of an expression where the examples are. */
export function evaluated(
  expression: string,
  before = '',
  host: LanguageHost = exampleHost,
): Evaluated {
  const text = `${exampleDeclarations}${before}\noutput result = ${expression}\n`;
  let value: Value | undefined;
  const { value: stack, diagnostics } = compile([{ path: 'main.stow', text }], {
    secrets: exampleSecrets,
    host,
    // The output's own expression is the last to be evaluated.
    onValue: (_expression, one) => (value = one),
  });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return {
    value: errors.length === 0 ? value : undefined,
    json: stack?.outputs.find(({ name }) => name === 'result')?.value,
    messages: errors.map(({ code, summary }) => `${code}: ${summary}`),
  };
}
