/* An archive of a tiny image as `docker save` writes it, of which nobody is the owner. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostArchitecture } from '../../runtime/index.js';

const sha256 = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

/**
 * @param file where to write it
 * @param content of the one file in it, which tells images apart
 * @returns its id
 */
export function writeImageArchive(file: string, content: string, names: readonly string[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'stowage-image-'));
  try {
    mkdirSync(join(directory, 'rootfs'));
    writeFileSync(join(directory, 'rootfs/content'), content);
    const tar = (...args: readonly string[]): void =>
      void execFileSync('tar', ['-C', directory, ...args]);
    tar('-cf', join(directory, 'layer.tar'), '-C', 'rootfs', 'content');
    const config = JSON.stringify({
      architecture: hostArchitecture(),
      os: 'linux',
      config: { Env: ['A=b'], Cmd: ['/none'] },
      rootfs: {
        type: 'layers',
        diff_ids: [`sha256:${sha256(readFileSync(join(directory, 'layer.tar')))}`],
      },
    });
    writeFileSync(join(directory, 'config.json'), config);
    const manifest = [{ Config: 'config.json', RepoTags: names, Layers: ['layer.tar'] }];
    writeFileSync(join(directory, 'manifest.json'), JSON.stringify(manifest));
    tar('-cf', file, 'manifest.json', 'config.json', 'layer.tar');
    return `sha256:${sha256(config)}`;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
