// Generates the parser of the tree-sitter grammar: `npm run tree-sitter`, after grammar.js or scanner.c
// has changed. It needs tree-sitter (`cargo install tree-sitter-cli --version 0.26.3`) and Debian's
// clang-14, lld-14 and wasi-libc; the tests need none of them, since what it makes is committed.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, runsAsCommand } from '../commands.mjs';
import { root } from '../sources.mjs';
import { hashesNow, origin, pathOf, place, wasm } from './files.mjs';

/** The oldest interface that editors in use still ask for. */
const abi = '14';

/** A library that is loaded at run time, by web-tree-sitter; only this target knows such ones. */
const target = [
  '--target=wasm32-unknown-emscripten',
  '-D__wasi__',
  '-isystem',
  '/usr/include/wasm32-wasi',
  '-fPIC',
  '-Os',
  '-fno-exceptions',
  '-fvisibility=hidden',
];
const link = [
  '-shared',
  '--experimental-pic',
  '--allow-undefined',
  '--no-entry',
  '--export=tree_sitter_stowage',
  '--strip-all',
];

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
async function must(program, args) {
  const code = await run(program, [...args]);
  if (code !== 0) throw new Error(`${program} ended with exit code ${code}`);
}

/** Generates everything anew. */
export async function generateParser() {
  const scratch = mkdtempSync(join(tmpdir(), 'stowage-tree-sitter-'));
  try {
    await must('tree-sitter', [
      'generate',
      '--abi',
      abi,
      '-o',
      pathOf('src'),
      pathOf('grammar.js'),
    ]);
    const objects = ['parser', 'scanner'].map((name) => join(scratch, `${name}.o`));
    for (const [index, name] of ['parser', 'scanner'].entries()) {
      const source = pathOf(`src/${name}.c`);
      const object = objects[index] ?? '';
      await must('clang-14', [...target, '-I', pathOf('src'), '-c', source, '-o', object]);
    }
    await must('wasm-ld-14', [...link, ...objects, '-o', pathOf(wasm)]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  writeFileSync(pathOf(origin), `${JSON.stringify(hashesNow(), null, 2)}\n`);
}

if (runsAsCommand(import.meta.url)) {
  process.chdir(root);
  await generateParser();
  console.log(`generated the parser in ${place}`);
}
