/*
 * What is to be reached: the address of an engine with what it takes to be let in, and who said so.
 */
import { addressForms, EngineError, isLoopback, parseEngineAddress } from '../../../model/index.js';
import type { EngineAddress } from '../../../model/index.js';

/** The variables that are looked at; the process's own, or a test's. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a connection in TLS shows and asks for. */
export interface TlsFiles {
  /** Who signs the engine's certificate, in PEM; absent where those that the system trusts do. */
  readonly ca?: string;
  /** Our own certificate and its key, in PEM. */
  readonly client?: { readonly certificate: string; readonly key: string };
  /** Whether the engine has to prove who it is. */
  readonly verifies: boolean;
}

export interface EngineTarget {
  readonly address: EngineAddress;
  /** Who said so, for messages: `DOCKER_HOST`; absent where the user named the address here. */
  readonly origin?: string;
  /** Absent where nothing is encrypted, or the address's own way does that. */
  readonly tls?: TlsFiles;
  /** File with the key that is logged in with; absent where ssh knows. */
  readonly identity?: string;
}

/** An address without what may be a password in it. */
const withoutPassword = (text: string): string => text.replace(/:[^:@/]*@/, ':…@');

/**
 * Reads the address of an engine.
 * @param origin who said so
 * @throws EngineError `unsupported` when it is none
 */
export function addressOf(text: string, origin?: string): EngineAddress {
  const address = parseEngineAddress(text);
  if (address) return address;
  const by = origin === undefined ? '' : `, which ${origin} names`;
  throw new EngineError(
    'unsupported',
    `cannot speak to an engine at "${withoutPassword(text)}"${by}`,
    {
      hint: /^\w+:\/\/[^/@]*:[^/@]*@/.test(text)
        ? 'An address holds no password: log in with a key, as `ssh` does.'
        : `It is none of ${addressForms}.`,
    },
  );
}

/** An engine whose address is all that there is to say. @throws EngineError */
export const targetAt = (text: string): EngineTarget => ({ address: addressOf(text) });

/** Where an engine's host is, as far as its address tells; a port of the loopback may be a tunnel's. */
export function placeOf(address: EngineAddress): 'here' | 'elsewhere' | 'unknown' {
  if (address.kind === 'unix') return 'here';
  return address.kind === 'tcp' && isLoopback(address.host) ? 'unknown' : 'elsewhere';
}
