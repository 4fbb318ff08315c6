/*
 * What a large root file system costs, as ratios from one run: `stowage load` of an archive of about 277 MB against
 * `docker load` of the same one on a dockerd of its own, packing it against GNU tar alone, and the memory that the
 * commands take. Files are made by chance from a fixed seed, and nothing is deleted before the end: mass
 * deletions make some file systems slow for minutes.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startDockerd, whyNoDockerd } from '../providers/testing/index.js';
import { hostArchitecture } from '../runtime/index.js';
import { measure, middle, type Measured } from './measured.js';
import { print } from './table.js';

const rounds = 3;
const command = resolve('dist/stowage.js');
const base = mkdtempSync(join(tmpdir(), 'stowage-bench-'));
const stowage = (...args: readonly string[]): Promise<Measured> =>
  measure(process.execPath, [command, ...args], {
    STOWAGE_ENGINE: 'embedded',
    STOWAGE_ROOT: join(base, 'store'),
    STOWAGE_AGENT: 'off',
  });

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Like a small Debian with an interpreter: 12,500 entries, most of them small, a few of megabytes. */
function makeTree(root: string): void {
  const next = chance(277);
  const bytes = Buffer.alloc(8 * 2 ** 20);
  for (let at = 0; at < bytes.length; at += 4)
    bytes.writeUInt32LE(Math.floor(next() * 2 ** 32), at);
  for (let directory = 0; directory < 1_000; directory += 1) {
    const path = join(root, `usr/share/d${directory % 25}/e${directory}`);
    mkdirSync(path, { recursive: true });
    for (let file = 0; file < 10; file += 1) {
      const size = Math.floor(500 * 10 ** (next() ** 3 * 2.2));
      const from = Math.floor(next() * (bytes.length - size));
      writeFileSync(join(path, `f${file}`), bytes.subarray(from, from + size));
    }
    symlinkSync('f0', join(path, 'link'));
  }
  mkdirSync(join(root, 'usr/lib'));
  for (let file = 0; file < 24; file += 1)
    writeFileSync(join(root, 'usr/lib', `lib${file}.so`), bytes.subarray(file));
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    if (piece instanceof Uint8Array) hash.update(piece);
  }
  return `sha256:${hash.digest('hex')}`;
}

/** An archive of an image of the tree, which no other one has a layer in common with. */
async function makeArchive(root: string, name: string): Promise<string> {
  const place = join(base, name);
  mkdirSync(place);
  writeFileSync(join(root, 'name'), name);
  const tar = (...args: readonly string[]): void => void execFileSync('tar', args);
  tar('-C', root, '--sort=name', '-cf', join(place, 'layer.tar'), '.');
  const config = {
    architecture: hostArchitecture(),
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: [await digestOf(join(place, 'layer.tar'))] },
  };
  const manifest = [
    { Config: 'config.json', RepoTags: [`bench/${name}:1`], Layers: ['layer.tar'] },
  ];
  writeFileSync(join(place, 'config.json'), JSON.stringify(config));
  writeFileSync(join(place, 'manifest.json'), JSON.stringify(manifest));
  const file = join(base, `${name}.tar`);
  tar('-C', place, '-cf', file, 'manifest.json', 'config.json', 'layer.tar');
  return file;
}

const megabytes = (file: string): string => (statSync(file).size / 1e6).toFixed(0);

interface Times {
  readonly name: string;
  readonly all: Measured[];
}

const times = (name: string): Times => ({ name, all: [] });

function show(what: string, rows: readonly Times[]): void {
  const [first] = rows;
  const floor = middle(first?.all ?? []).ms;
  print(what, 'ms', `× ${first?.name ?? ''}`, 'MiB');
  for (const { name, all } of rows) {
    const { ms, mebibytes } = middle(all);
    print(name, ms, ms / floor, mebibytes);
  }
  print('');
}

async function loading(root: string): Promise<void> {
  const hindrance = whyNoDockerd();
  if (hindrance !== undefined) throw new Error(hindrance);
  const dockerd = await startDockerd();
  const [docker, ours] = [times('docker load'), times('stowage load')];
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const file = await makeArchive(root, `round${round}`);
      docker.all.push(await measure('docker', ['-H', dockerd.address, 'load', '-i', file]));
      ours.all.push(await stowage('load', '--input', file));
    }
    show(`unpacking ${megabytes(join(base, 'round1.tar'))} MB`, [docker, ours]);
  } finally {
    await dockerd.stop();
  }
}

/** The image is built here, so that its layer has no archive yet. */
async function packing(root: string): Promise<void> {
  const files = [
    'stack bench',
    'image tree {',
    '  from: "scratch"',
    '  context: "./tree"',
    '  steps: [copy(".", "/")]',
    '}',
    '',
  ];
  writeFileSync(join(base, 'main.stow'), files.join('\n'));
  const [plain, ours] = [times('GNU tar'), times('stowage save')];
  const built = await stowage('apply', '--yes', base);
  for (let round = 1; round <= rounds; round += 1) {
    const args = [
      '--format=pax',
      '--sort=name',
      '--numeric-owner',
      '--xattrs',
      '--xattrs-include=*',
    ];
    const file = join(base, `packed${round}.tar`);
    plain.all.push(await measure('tar', ['-C', root, ...args, '-cf', file, '.']));
    ours.all.push(await stowage('save', '--output', join(base, `saved${round}.tar`), 'bench/tree'));
  }
  show(`packing ${megabytes(join(base, 'packed1.tar'))} MB`, [plain, ours]);
  show('building an image that copies it', [{ name: 'stowage apply', all: [built] }]);
}

/** Each by itself where it is named: `node .build/bench/layers.js packing`. */
const parts = new Map([
  ['loading', loading],
  ['packing', packing],
]);
const [only] = process.argv.slice(2);
try {
  const root = join(base, 'tree');
  makeTree(root);
  for (const [name, part] of parts) if (only === undefined || only === name) await part(root);
} finally {
  rmSync(base, { recursive: true, force: true });
}
