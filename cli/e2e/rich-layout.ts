/*
 * An image in an OCI layout that says everything that an image can say of the containers on it. It holds
 * what the image `base` of a stack does: busybox and its names.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const second = 1_000_000_000;

/** Settings as they stand in the configuration of an image. */
const settings = {
  Env: ['PATH=/bin', 'FROM_IMAGE=yes'],
  Entrypoint: ['/bin/sh', '-c'],
  Cmd: ['sleep 10000'],
  WorkingDir: '/srv',
  User: '0:0',
  Labels: { tier: 'image' },
  StopSignal: 'SIGINT',
  ExposedPorts: { '80/tcp': {}, '53/udp': {} },
  Volumes: { '/data': {} },
  Healthcheck: {
    Test: ['CMD', 'true'],
    Interval: second,
    Timeout: 2 * second,
    StartPeriod: 3 * second,
    Retries: 4,
  },
};

/** Writes the layout into a directory that is not there yet. */
export function writeRichLayout(directory: string): void {
  const blobs = join(directory, 'blobs', 'sha256');
  mkdirSync(blobs, { recursive: true });
  const put = (data: Buffer, mediaType: string) => {
    const hash = createHash('sha256').update(data).digest('hex');
    writeFileSync(join(blobs, hash), data);
    return { mediaType, digest: `sha256:${hash}`, size: data.length };
  };
  const putJson = (value: unknown, mediaType: string) =>
    put(Buffer.from(JSON.stringify(value)), `application/vnd.oci.image.${mediaType}+json`);
  const layer = put(rootFileSystem(), 'application/vnd.oci.image.layer.v1.tar');
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const config = putJson(
    {
      architecture,
      os: 'linux',
      config: settings,
      rootfs: { type: 'layers', diff_ids: [layer.digest] },
    },
    'config.v1',
  );
  const manifest = putJson(
    {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config,
      layers: [layer],
    },
    'manifest.v1',
  );
  writeFileSync(join(directory, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(
    join(directory, 'index.json'),
    JSON.stringify({ schemaVersion: 2, manifests: [manifest] }),
  );
}

/** A tar archive of busybox under the names that the rows use, and of `/srv`. */
function rootFileSystem(): Buffer {
  const root = mkdtempSync(join(tmpdir(), 'stowage-rich-'));
  try {
    const script = `mkdir -p bin srv data && cp /bin/busybox bin/ && for n in sh sleep true false; do ln -s busybox bin/$n; done && tar -cf layer.tar bin srv data`;
    execFileSync('sh', ['-c', script], { cwd: root });
    return readFileSync(join(root, 'layer.tar'));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
