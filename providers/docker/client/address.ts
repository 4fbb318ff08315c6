/*
 * Addresses of a Docker engine: text in, what a connection needs out.
 * Only sockets of this machine are spoken to yet. Another way to reach an engine is one more
 * variant here and one more branch where connections are made.
 */
import { EngineError } from '../../../model/index.js';

export interface EngineAddress {
  /** As a person writes it: `unix:///var/run/docker.sock`. */
  readonly text: string;
  readonly socketPath: string;
}

export const defaultAddress = 'unix:///var/run/docker.sock';

/**
 * Reads an address.
 * @throws EngineError `unsupported` when it is not that of a socket of this machine
 */
export function parseEngineAddress(text: string): EngineAddress {
  const socketPath = /^unix:\/\/(\/.+)$/.exec(text)?.[1];
  if (socketPath === undefined) {
    throw new EngineError('unsupported', `cannot speak to a Docker engine at "${text}"`, {
      hint: 'Only sockets of this machine can be used, such as unix:///var/run/docker.sock.',
    });
  }
  return { text, socketPath };
}
