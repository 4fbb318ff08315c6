/*
 * The index of names: every use of a name in a file with what it means, and from a definition back to
 * all of its uses. Worked out when asked for, and again when the world has changed.
 */
import type { Parsed } from '../syntax/index.js';
import { keyOf, type Definition } from './definitions.js';
import { definitionsOf, type Context, type NameUse } from './meaning.js';
import { walkFile } from './walk.js';
import { holds, type Place, type World } from './world.js';

const indexed = new WeakMap<Parsed, { version: number; uses: readonly NameUse[] }>();

/** Every use of a name in a file, in no particular order. */
export function usesIn(place: Place): readonly NameUse[] {
  const { world, file } = place;
  const known = indexed.get(file);
  if (known?.version === world.version) return known.uses;
  const uses: NameUse[] = [];
  walkFile(place, { enters: () => true, name: (use) => uses.push(use) });
  indexed.set(file, { version: world.version, uses });
  return uses;
}

export interface FoundUse {
  readonly use: NameUse;
  readonly context: Context;
}

/** The name at an offset; right behind it counts. */
export function useAt(place: Place, offset: number): FoundUse | undefined {
  let found: FoundUse | undefined;
  walkFile(place, {
    enters: (span) => holds(span, offset),
    name: (use, context) => {
      if (!holds(use.span, offset)) return;
      // Of two names side by side the one that begins here is meant.
      if (!found || use.span.start.offset > found.use.span.start.offset) found = { use, context };
    },
  });
  return found;
}

/** The definitions of the name at an offset. */
export function definitionsAt(place: Place, offset: number): readonly Definition[] {
  const found = useAt(place, offset);
  return found ? definitionsOf(found.use) : [];
}

/** Whether a definition can be named outside of its own unit. */
const crossesUnits = ({ kind }: Definition): boolean =>
  kind === 'param' || kind === 'output' || kind === 'field' || kind === 'member';

/** Every use of one of some definitions, in all files that can name them. */
export function usesOf(world: World, definitions: readonly Definition[]): readonly NameUse[] {
  const keys = new Set(definitions.map(keyOf));
  const names = new Set(definitions.map(({ name }) => name.name));
  const own = new Set(definitions.map(({ unit }) => unit.directory));
  const everywhere = definitions.some(crossesUnits);
  return world
    .units()
    .filter(({ directory }) => everywhere || own.has(directory))
    .flatMap((unit) =>
      unit.files
        .filter(({ source }) => [...names].some((name) => source.text.includes(name)))
        .flatMap((file) => usesIn({ world, unit, file }))
        .filter((use) => definitionsOf(use).some((one) => keys.has(keyOf(one)))),
    );
}
