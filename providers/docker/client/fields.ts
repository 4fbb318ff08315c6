/*
 * Reads what the engine answers: JSON that may be anything in, typed values out, once, at the edge.
 * An absent member, `null` and an empty one are alike where a fallback is natural, because versions
 * of the engine differ in which they send; a member that must be there and is not is an error.
 */
import { EngineError } from '../../../model/index.js';

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function senseless(what: string): EngineError {
  return new EngineError('protocol', `the engine answered ${what}`, {
    hint: 'The engine may be of a version that Stowage does not know, or something stands between.',
  });
}

/** Reads JSON text; `where` names the answer in messages. */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EngineError('protocol', `the engine answered no JSON for ${where}`, { cause });
  }
}

/** The members of one JSON object of an answer. */
export class Fields {
  private readonly members: Readonly<Record<string, unknown>>;
  private readonly where: string;

  /** @throws EngineError `protocol` when the value is no object */
  constructor(value: unknown, where: string) {
    if (!isRecord(value)) throw senseless(`no object for ${where}`);
    this.members = value;
    this.where = where;
  }

  private missing(name: string, type: string): EngineError {
    return senseless(`${this.where} without the ${type} "${name}"`);
  }

  /** A member as it is, to be read by other rules. */
  value(name: string): unknown {
    return this.members[name];
  }

  text(name: string): string {
    const value = this.members[name];
    if (typeof value !== 'string') throw this.missing(name, 'text');
    return value;
  }

  textOr(name: string, fallback: string): string {
    const value = this.members[name];
    return typeof value === 'string' ? value : fallback;
  }

  number(name: string): number {
    const value = this.members[name];
    if (typeof value !== 'number') throw this.missing(name, 'number');
    return value;
  }

  numberOr<F extends number | null>(name: string, fallback: F): number | F {
    const value = this.members[name];
    return typeof value === 'number' ? value : fallback;
  }

  /** A boolean; absent and null are false. */
  flag(name: string): boolean {
    return this.members[name] === true;
  }

  object(name: string): Fields {
    if (!isRecord(this.members[name])) throw this.missing(name, 'object');
    return new Fields(this.members[name], `${this.where}.${name}`);
  }

  objectOr(name: string): Fields | undefined {
    return isRecord(this.members[name]) ? this.object(name) : undefined;
  }

  /** A list of texts; absent and null are empty. */
  texts(name: string): readonly string[] {
    return this.items(name).filter((item) => typeof item === 'string');
  }

  /** A list of objects; absent and null are empty. */
  objects(name: string): readonly Fields[] {
    return this.items(name).map(
      (item, index) => new Fields(item, `${this.where}.${name}[${index}]`),
    );
  }

  /** An object whose members are texts, such as labels; absent and null are empty. */
  textMap(name: string): Readonly<Record<string, string>> {
    const map = this.objectOr(name)?.members ?? {};
    return Object.fromEntries(
      Object.entries(map).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    );
  }

  /** The members of an object of objects, each read by `read`; absent and null are empty. */
  objectMap<T>(name: string, read: (fields: Fields) => T): Readonly<Record<string, T>> {
    const map = this.objectOr(name);
    if (!map) return {};
    return Object.fromEntries(map.names().map((key) => [key, read(map.object(key))]));
  }

  /** The members of an object of lists of objects; a null list is empty. */
  listMap<T>(name: string, read: (fields: Fields) => T): Readonly<Record<string, readonly T[]>> {
    const map = this.objectOr(name);
    if (!map) return {};
    return Object.fromEntries(map.names().map((key) => [key, map.objects(key).map(read)]));
  }

  names(): readonly string[] {
    return Object.keys(this.members);
  }

  /** The names of the members of an object, such as a set of ports; absent and null are empty. */
  namesOf(name: string): readonly string[] {
    return this.objectOr(name)?.names() ?? [];
  }

  private items(name: string): readonly unknown[] {
    const value = this.members[name];
    return Array.isArray(value) ? value : [];
  }
}

/** Reads an answer that is a list of objects. */
export function parseList<T>(
  value: unknown,
  where: string,
  read: (fields: Fields) => T,
): readonly T[] {
  if (!Array.isArray(value)) throw senseless(`no list for ${where}`);
  return value.map((item, index) => read(new Fields(item, `${where}[${index}]`)));
}
