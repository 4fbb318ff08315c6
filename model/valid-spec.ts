/* Whether data is a spec, for those who make specs of what they have read, not of what was checked. */
import type { Kind } from './address.js';
import { validators } from './generated/validators.js';
import type { SpecByKind } from './schemas/index.js';

/** Whether a value is a valid spec of a kind. */
export function isValidSpec<K extends Kind>(kind: K, value: unknown): value is SpecByKind[K] {
  return validators[kind](value);
}

/** The parts of a value that the schema of a kind does not take, such as `ports/0/host_ip`; each once. */
export function invalidParts(kind: Kind, value: unknown): readonly string[] {
  const validator = validators[kind];
  if (validator(value)) return [];
  const parts = (validator.errors ?? []).map(({ instancePath }) => instancePath.slice(1));
  return [...new Set(parts)].sort();
}
