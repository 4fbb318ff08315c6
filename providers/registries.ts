/*
 * What the rest of the command needs of registries: what a name stands for, and how a pull, a push or a
 * login went. The pins of a stack come first; a registry is asked only where they do not answer.
 */
import { EngineError, type ImageConfig, type ImageName, type Platform } from '../model/index.js';
import {
  openConnection,
  readRemoteImage,
  RegistryError,
  mediaTypes,
  settingsFromOci,
  type ConnectionOptions,
} from '../runtime/index.js';

/** An image as a registry has it. */
export interface RemoteSettings {
  /** Of the index where there is one. */
  readonly digest: string;
  /** Of the image for the platform alone. */
  readonly manifestDigest: string;
  readonly config: ImageConfig;
  /** Whether its config is of OCI, which knows no health checks, and of Docker otherwise. */
  readonly isOci: boolean;
}

export interface Registries {
  /** Digests by name and tag, and by name and platform where one is asked for. */
  readonly pins: ReadonlyMap<string, string>;
  /** @throws RegistryError */
  read(name: ImageName, platform: Platform): Promise<RemoteSettings>;
}

/**
 * For how many milliseconds nothing may come of a pull or a push, where that is said.
 * @throws EngineError `invalid`
 */
export function silenceIn(environment: ConnectionOptions['environment']): number | undefined {
  const text = environment['STOWAGE_REGISTRY_SILENCE'] ?? '';
  if (text === '') return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds > 0 && seconds <= 86_400) return seconds * 1000;
  throw new EngineError('invalid', `STOWAGE_REGISTRY_SILENCE is no number of seconds: ${text}`);
}

/** Where docker's credentials are, which registries are trusted without TLS, and how long one may be silent. */
export function connectionOptions(): ConnectionOptions {
  const idle = silenceIn(process.env);
  return { environment: process.env, ...(idle !== undefined && { idle }) };
}

export function openRegistries(pins: ReadonlyMap<string, string>): Registries {
  return {
    pins,
    read: async (name, platform) => {
      const connection = openConnection(name.host, connectionOptions());
      const { digest, manifestDigest, config, manifest } = await readRemoteImage(
        connection,
        name,
        platform,
      );
      const isOci = manifest.config.mediaType === mediaTypes.config;
      return { digest, manifestDigest, config: settingsFromOci(config), isOci };
    },
  };
}

/** What a registry or the way to it did wrong, as an error of the engine; others are passed on. */
export function registryEngineError(error: unknown): unknown {
  if (!(error instanceof RegistryError)) return error;
  const code = error.kind === 'interrupted' ? 'interrupted' : 'registry';
  return new EngineError(code, error.message, {
    cause: error,
    ...(error.hint !== undefined && { hint: error.hint }),
  });
}
