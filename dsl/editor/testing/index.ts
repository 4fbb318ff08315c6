/*
 * What the tests of the editor share: files written as texts, with the cursor as `<|>` in one of them,
 * become a place in a world.
 */
import { parse } from '../../syntax/index.js';
import type { Place, Unit, World } from '../world.js';

export const cursor = '<|>';

export interface Marked {
  readonly place: Place;
  readonly offset: number;
}

/** Files by their paths; a text alone is `main.stow`. */
export type Sources = string | Readonly<Record<string, string>>;

/** The place of the cursor. */
export function placeOf(sources: Sources): Marked {
  const files = typeof sources === 'string' ? { 'main.stow': sources } : sources;
  const marked = Object.entries(files).find(([, text]) => text.includes(cursor));
  const [path] = marked ?? Object.entries(files)[0] ?? [];
  if (path === undefined) throw new Error('there are no files');
  const world = worldOf(files);
  const unit = world.unit(directoryOf(path));
  const file = unit?.files.find(({ source }) => source.path === path);
  if (!unit || !file) throw new Error(`${path} is in no directory`);
  return { place: { world, unit, file }, offset: files[path]?.indexOf(cursor) ?? -1 };
}

/** The world of some files, cursors left out. */
export function worldOf(files: Readonly<Record<string, string>>): World {
  const units = new Map<string, Unit>();
  for (const [path, text] of Object.entries(files)) {
    if (!path.endsWith('.stow')) continue;
    const directory = directoryOf(path);
    const before = units.get(directory)?.files ?? [];
    const parsed = parse(path, text.replace(cursor, ''));
    units.set(directory, { directory, files: [...before, parsed] });
  }
  return {
    version: 1,
    unit: (directory) => units.get(directory),
    units: () => [...units.values()],
    moduleDirectory: (from, source) => {
      const directory = normal(`${from}/${source}`);
      return units.has(directory) ? directory : undefined;
    },
    entries: ({ directory }, path) =>
      entriesBelow(Object.keys(files), normal(`${directory}/${path}`)),
  };
}

const directoryOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

const normal = (path: string): string =>
  path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');

function entriesBelow(paths: readonly string[], directory: string) {
  const prefix = directory === '' ? '' : `${directory}/`;
  const names = new Map<string, boolean>();
  for (const path of paths) {
    if (!path.startsWith(prefix)) continue;
    const [name = '', ...rest] = path.slice(prefix.length).split('/');
    names.set(name, rest.length > 0);
  }
  return [...names].map(([name, isDirectory]) => ({ name, isDirectory }));
}
