/*
 * An entry of the ledger with the values at its secret places covered: what is shown, and what goes
 * into a digest, must not let anybody try out secrets.
 */
import {
  isJsonArray,
  isJsonObject,
  toJson,
  type JsonValue,
  type LedgerEntry,
} from '../../model/index.js';
import { parsePath } from '../../planner/index.js';
import { secretText } from '../terminal/mask.js';

/** The spec of an entry with `(secret)` wherever a value was made from one. */
export function coveredSpec({
  spec,
  secrets = [],
}: Pick<LedgerEntry, 'spec' | 'secrets'>): JsonValue {
  return secrets.map(parsePath).reduce(coverAt, toJson(spec));
}

function coverAt(value: JsonValue | undefined, [key, ...rest]: readonly string[]): JsonValue {
  if (value === undefined || value === null) return null;
  if (key === undefined) return secretText;
  if (isJsonArray(value)) {
    return value.map((member, index) => (String(index) === key ? coverAt(member, rest) : member));
  }
  if (!isJsonObject(value)) return secretText;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === key ? coverAt(member, rest) : member,
    ]),
  );
}
