/*
 * Addresses of an engine: text in, what a connection needs out.
 * Only sockets of this machine are spoken to yet. Another way to reach an engine is one more
 * variant here and one more branch where connections are made.
 */
import { EngineError } from '../../../model/index.js';

export interface EngineAddress {
  /** As a person writes it: `unix:///var/run/docker.sock`. */
  readonly text: string;
  readonly socketPath: string;
}

/** Where an engine is looked for when nobody says where it is. */
export function usualAddress(family: 'docker' | 'podman'): string {
  const given = process.env[family === 'docker' ? 'DOCKER_HOST' : 'CONTAINER_HOST'] ?? '';
  if (given !== '') return given;
  if (family === 'docker') return 'unix:///var/run/docker.sock';
  const own = process.env['XDG_RUNTIME_DIR'] ?? '';
  const isRoot = process.getuid?.() === 0;
  return `unix://${isRoot || own === '' ? '/run' : own}/podman/podman.sock`;
}

/**
 * Reads an address.
 * @throws EngineError `unsupported` when it is not that of a socket of this machine
 */
export function parseEngineAddress(text: string): EngineAddress {
  const socketPath = /^unix:\/\/(\/.+)$/.exec(text)?.[1];
  if (socketPath === undefined) {
    throw new EngineError('unsupported', `cannot speak to an engine at "${text}"`, {
      hint: 'Only sockets of this machine can be used, such as unix:///var/run/docker.sock.',
    });
  }
  return { text, socketPath };
}
