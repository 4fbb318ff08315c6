// Bundles the command into `dist/`: files to start, and the chunks they load on demand, so that
// `stowage version` reads little. Everything the command needs is inside; the published package
// has no run-time dependency.

import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, join } from 'node:path';
import { runsAsCommand } from './commands.mjs';
import { linkChunk } from './link-chunks.mjs';
import { root } from './sources.mjs';

const dist = join(root, 'dist');

/** @satisfies {import('esbuild').BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  charset: 'ascii',
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: false,
  logLevel: 'warning',
};

/** The files of the command that are started, by the module each is made of. */
const starters = { stowage: 'cli/launch/command.ts', 'lsp-worker': 'cli/launch/lsp-thread.ts' };

/** Builds `dist/`. Gives the size of what every command reads and of all of it, in bytes. */
export async function bundle() {
  const chunks = await makeChunks();
  const digest = createHash('sha256');
  for (const [name, text] of chunks) digest.update(`${name} ${text.length}\n${text}`);
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(join(dist, 'chunks'), { recursive: true });
  // The package is one of modules; what is in here are scripts.
  writeFileSync(join(dist, 'package.json'), '{ "type": "commonjs" }\n');
  for (const [name, text] of chunks) writeFileSync(join(dist, 'chunks', name), text);
  await makeStarters(digest.digest('hex'));
  const sizes = [...chunks.values()].map(({ length }) => length);
  return {
    entryBytes: statSync(join(dist, 'stowage.js')).size + (chunks.get('main.js') ?? '').length,
    totalBytes: sizes.reduce((sum, size) => sum + size, 0),
    chunks: sizes.length,
  };
}

/** @returns {Promise<ReadonlyMap<string, string>>} text of each chunk by the name of its file, in the order of names */
async function makeChunks() {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    ...shared,
    // The compiler of the language server is a thread, which begins with a file of its own.
    entryPoints: { main: 'cli/main.ts', 'lsp-worker': 'cli/lsp/lsp-worker.ts' },
    outdir: 'dist/chunks',
    chunkNames: '[name]-[hash]',
    splitting: true,
    format: 'esm',
    // Its form for Node asks for modules of Node by `require`, which a bundle of modules has not.
    alias: { yaml: './node_modules/yaml/browser/index.js' },
    legalComments: 'eof',
    plugins: [builtinsOfCommonJs],
    write: false,
  });
  const names = outputFiles.map(({ path, text }) => /** @type {const} */ ([basename(path), text]));
  names.sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(names.map(([name, text]) => [name, linkChunk(name, text)]));
}

/** @param {string} digest of the chunks */
async function makeStarters(digest) {
  const { build } = await import('esbuild');
  await build({
    ...shared,
    entryPoints: starters,
    outdir: 'dist',
    format: 'cjs',
    define: { bundleDigest: JSON.stringify(digest) },
    banner: { js: '#!/usr/bin/env node' },
  });
  chmodSync(join(dist, 'stowage.js'), 0o755);
}

/**
 * A CommonJS package asks for Node's own modules with `require`, which an ES module does not have:
 * each is given as a module that passes on what the import of it gives.
 * @type {import('esbuild').Plugin}
 */
const builtinsOfCommonJs = {
  name: 'builtins of CommonJS packages',
  setup(build) {
    const namespace = 'builtin';
    build.onResolve({ filter: /^(?:node:)?[a-z][a-z_/]*$/ }, ({ path, kind }) =>
      kind === 'require-call' && isBuiltin(path) ? { path, namespace } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace }, ({ path }) => {
      const specifier = JSON.stringify(`node:${path.replace(/^node:/, '')}`);
      return { contents: `export * from ${specifier}; export { default } from ${specifier};` };
    });
  },
};

async function main() {
  const started = performance.now();
  try {
    const { entryBytes, totalBytes, chunks } = await bundle();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      `bundled dist/stowage.js: ${kib(entryBytes)} to start, ${kib(totalBytes)} in ${chunks} files, ${seconds} s`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof Error && 'errors' in error)) throw error;
    console.error('dist/stowage.js was not built; the errors are above.');
    return 1;
  }
}

/** @param {number} bytes */
function kib(bytes) {
  return `${Math.round(bytes / 1024)} KiB`;
}

if (runsAsCommand(import.meta.url)) process.exitCode = await main();
