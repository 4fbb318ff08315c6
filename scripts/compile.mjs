// Transpiles every TypeScript module into `.build/`, keeping the folders, for the tests.
// It checks no types (`npm run types` does) and bundles nothing. After it, `.build/` holds exactly
// what the sources say: a module whose source is gone is removed, so that a deleted test cannot
// go on passing.

import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runsAsCommand } from './commands.mjs';
import { buildDirectory, filesUnder, packages, root, typescriptFiles } from './sources.mjs';

/** Transpiles all modules. Gives how many there were; throws when one has a syntax error. */
export async function compile() {
  const sources = typescriptFiles();
  const scripts = packages.flatMap(filesUnder).filter((path) => path.endsWith('.js'));
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: sources,
    outdir: buildDirectory,
    outbase: '.',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  });
  for (const script of scripts) copy(script);
  removeStale(new Set([...sources.map(compiledPath), ...scripts.map(under)]));
  return sources.length;
}

/** Where the transpiled form of a TypeScript file is, relative to the root.
 * @param {string} source */
export function compiledPath(source) {
  return under(source.replace(/\.ts$/, '.js'));
}

/** @param {string} path */
function under(path) {
  return `${buildDirectory}/${path}`;
}

/** @param {string} script */
function copy(script) {
  const target = join(root, under(script));
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(join(root, script), target);
}

/** @param {ReadonlySet<string>} wanted */
function removeStale(wanted) {
  if (!existsSync(join(root, buildDirectory))) return;
  for (const path of filesUnder(buildDirectory)) {
    const module = path.replace(/\.map$/, '');
    if (module.endsWith('.js') && !wanted.has(module)) rmSync(join(root, path), { force: true });
  }
  for (const name of readdirSync(join(root, buildDirectory))) {
    if (!packages.includes(name) && !name.includes('.')) {
      rmSync(join(root, buildDirectory, name), { recursive: true, force: true });
    }
  }
}

if (runsAsCommand(import.meta.url)) {
  const started = performance.now();
  const count = await compile();
  console.log(`transpiled ${count} modules in ${Math.round(performance.now() - started)} ms`);
}
