// Bundles the command into `dist/`: one entry and the chunks it loads on demand, so that
// `stowage version` reads little. Everything the command needs is inside; the published package
// has no run-time dependency.

import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { runsAsCommand } from './commands.mjs';
import { root } from './sources.mjs';

/** Builds `dist/`. Gives the entry's size and the size of all of it, in bytes. */
export async function bundle() {
  const { build } = await import('esbuild');
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    // The compiler of the language server is a thread, which begins with a file of its own.
    entryPoints: { stowage: 'cli/main.ts', 'chunks/lsp-worker': 'cli/lsp/lsp-worker.ts' },
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // Its form for Node asks for modules of Node by `require`, which a bundle of modules has not.
    alias: { yaml: './node_modules/yaml/browser/index.js' },
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: false,
    legalComments: 'eof',
    plugins: [builtinsOfCommonJs],
    metafile: true,
    logLevel: 'warning',
  });
  const entry = join(root, 'dist/stowage.js');
  withShebang(entry);
  chmodSync(entry, 0o755);
  const outputs = Object.values(metafile.outputs);
  return {
    entryBytes: statSync(entry).size,
    totalBytes: outputs.reduce((sum, output) => sum + output.bytes, 0),
    chunks: outputs.length,
  };
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

/** @param {string} file */
function withShebang(file) {
  const text = readFileSync(file, 'utf8');
  if (!text.startsWith('#!')) writeFileSync(file, `#!/usr/bin/env node\n${text}`);
}

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
