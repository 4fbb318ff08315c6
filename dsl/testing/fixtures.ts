/*
 * The folders under dsl/fixtures: stacks with all that comes of them. A folder holds the files of a
 * stack, modules in folders of their own, `params.json`, and whatever `file()` may read.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExampleSetting } from '../diagnostics/examples/index.js';

const folder = fileURLToPath(new URL('../../../dsl/fixtures/', import.meta.url));
const paramsFile = 'params.json';
const goldensFolder = 'goldens';

export interface Fixture {
  readonly name: string;
  readonly setting: ExampleSetting;
  /** Texts of its goldens, by their names. */
  readonly goldens: ReadonlyMap<string, string>;
}

/** All fixtures, by name. */
export function readFixtures(): readonly Fixture[] {
  return readdirSync(folder).sort().map(readFixture);
}

function readFixture(name: string): Fixture {
  const root = join(folder, name);
  const texts = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
    .map((path) => [path, readFileSync(join(root, path), 'utf8')] as const);
  const inGoldens = `${goldensFolder}/`;
  const given = texts.find(([path]) => path === paramsFile)?.[1];
  return {
    name,
    setting: {
      files: Object.fromEntries(
        texts.filter(([path]) => path.endsWith('.stow') && !path.startsWith(inGoldens)),
      ),
      beside: Object.fromEntries(texts.filter(([path]) => !path.startsWith(inGoldens))),
      params: given === undefined ? {} : readParams(given),
    },
    goldens: new Map(
      texts
        .filter(([path]) => path.startsWith(inGoldens))
        .map(([path, text]) => [path.slice(inGoldens.length), text]),
    ),
  };
}

function readParams(text: string): Readonly<Record<string, string>> {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Error(`${paramsFile} holds no object`);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)]));
}

/**
 * Writes goldens anew and removes those that are no longer made.
 * @param isOwn which of the goldens there the caller makes
 */
export function writeGoldens(
  name: string,
  layers: ReadonlyMap<string, string>,
  isOwn: (layer: string) => boolean,
): void {
  const goldens = join(folder, name, goldensFolder);
  const kept = existsSync(goldens) ? readdirSync(goldens) : [];
  for (const layer of kept) if (isOwn(layer) && !layers.has(layer)) rmSync(join(goldens, layer));
  mkdirSync(goldens, { recursive: true });
  for (const [layer, text] of layers) writeFileSync(join(goldens, layer), text);
}
