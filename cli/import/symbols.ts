/*
 * The names under which found objects are declared: what their owners call them, as far as the
 * language takes it, and each once.
 */
import type { Kind, Observed } from '../../model/index.js';

/** What Compose calls the part of a project that an object is. */
const composeLabels: Readonly<Record<Kind, string>> = {
  image: '',
  container: 'com.docker.compose.service',
  volume: 'com.docker.compose.volume',
  network: 'com.docker.compose.network',
};

/** Words that the language reads otherwise where a value is expected. */
const reserved = new Set('true false null for if in is reveal on_failure'.split(' '));

const isNameless = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);

/** What an object would be called; `stack` is taken off the front of its name. */
function wish(object: Observed, stack: string, users: readonly Observed[]): string {
  const { kind, name, completed } = object;
  const part = 'labels' in completed ? completed.labels[composeLabels[kind]] : undefined;
  if (part !== undefined && part !== '') return part;
  if (kind === 'volume' && isNameless(name)) {
    for (const user of users) {
      if (user.kind !== 'container') continue;
      const mount = Object.entries(user.completed.mounts).find(([, one]) => one.source === name);
      if (mount) return `${user.name}${mount[0]}`;
    }
  }
  const short = name.toLowerCase().startsWith(stack.toLowerCase())
    ? name.slice(stack.length).replace(/^[-_./]+/, '')
    : name;
  return short === '' ? name : short;
}

/** Host names are made of names, and may not be longer. */
const longest = 50;

/** A text as a name of the language, from which a host name can be made. */
export function asName(text: string): string {
  const plain = text
    .replace(/\W+/g, '_')
    .slice(0, longest)
    .replace(/^_+|_+$/g, '');
  return /^\d|^$/.test(plain) || reserved.has(plain) ? `x${plain}` : plain;
}

/** The name, or one like it that is not taken yet; takes it. */
export function takeName(taken: Set<string>, wanted: string): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}_${number}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

/**
 * Names for objects, by their ids.
 * @param declared what the files of the stack declare already
 */
export function chooseSymbols(
  objects: readonly Observed[],
  stack: string,
  declared: readonly string[],
): ReadonlyMap<string, string> {
  // A network that is not declared is written as a key, which must not be the name of another.
  const foreign = objects.flatMap((object) =>
    object.kind === 'container'
      ? Object.keys(object.completed.networks).filter(
          (network) => !objects.some(({ kind, name }) => kind === 'network' && name === network),
        )
      : [],
  );
  const taken = new Map<Kind, Set<string>>();
  const symbols = objects.map((object): readonly [string, string] => {
    const { kind } = object;
    const names = taken.get(kind) ?? new Set([...declared, ...(kind === 'network' ? foreign : [])]);
    taken.set(kind, names);
    return [keyOf(object), takeName(names, asName(wish(object, stack, objects)))];
  });
  return new Map(symbols);
}

/** What tells an object from all others of an engine. */
export const keyOf = ({ kind, id }: Observed): string => `${kind} ${id}`;
