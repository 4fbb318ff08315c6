/* Reads what the command prints as JSON: unknown in, checked out. For end-to-end tests only. */

type Members = Readonly<Record<string, unknown>>;

/** The members of a JSON object, given as text or as a value. @throws Error when it is none */
export function members(json: unknown): Members {
  const value: unknown = typeof json === 'string' ? JSON.parse(json) : json;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`not an object: ${JSON.stringify(value)}`);
  }
  return Object.fromEntries(Object.entries(value));
}

/** The elements of a JSON list, each an object. @throws Error when it is none */
export function elements(json: unknown): readonly Members[] {
  const value: unknown = typeof json === 'string' ? JSON.parse(json) : json;
  if (!Array.isArray(value)) throw new Error(`not a list: ${JSON.stringify(value)}`);
  return value.map(members);
}

/** A text. @throws Error when it is none */
export function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`not a text: ${JSON.stringify(value)}`);
  return value;
}
