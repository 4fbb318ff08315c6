/*
 * Secrets as files: `db_password.path` is where a container finds one, and whoever uses that path gets
 * the file. The path goes on a use with the secret itself, so that it is known wherever it ends up.
 */
import { isJsonArray, isJsonObject, type JsonValue, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { NameNode } from '../syntax/index.js';
import { shapeOf } from '../types/type.js';
import type { Session } from './session.js';
import { poison, stringValue, type Value } from './value.js';

type Secret = Extract<Value, { kind: 'secret' }>;

/** With what the address of a use begins that stands for a path of a secret. */
export const secretUse = 'secret ';

/** Where secrets are in a container, if nothing else is said. */
export const secretsDirectory = '/run/secrets';

/** A value under the name of its declaration; a secret that has one keeps it. */
export function named(value: Value, name: string): Value {
  return value.kind === 'secret' && value.name === undefined ? { ...value, name } : value;
}

const isText = ({ inner }: Secret): boolean =>
  inner.kind === 'string' || (inner.kind === 'unknown' && shapeOf(inner.type).kind === 'string');

/** Whether what is asked of a secret is its path, and not a member of what is inside. */
export const asksForPath = (secret: Secret, { name }: NameNode): boolean =>
  name === 'path' && isText(secret);

/** The path of the file that a container has a secret in. */
export function secretPath(session: Session, secret: Secret, span: Span): Value {
  const target = secretTarget(secret);
  if (target !== undefined) {
    return stringValue(target, span, [
      { address: `${secretUse}${target}`, condition: 'named', span, secret },
    ]);
  }
  session.report(
    diagnose('invalid-secret', span, {
      summary: 'this secret has no name, so that no file is called by it',
      detail: 'Give it one by `let name = …`, and write `name.path`.',
    }),
  );
  return poison(span);
}

/** The path that a secret has by its name. */
export const secretTarget = ({ name }: Secret): string | undefined =>
  name === undefined ? undefined : `${secretsDirectory}/${name}`;

/** The paths of files in what has been written of `secrets`. */
export function targetsIn(files: JsonValue | undefined): readonly string[] {
  if (!isJsonArray(files)) return [];
  return files.flatMap((file) => {
    const target = isJsonObject(file) ? file['target'] : undefined;
    return typeof target === 'string' ? [target] : [];
  });
}
