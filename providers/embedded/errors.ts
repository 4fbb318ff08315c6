/*
 * The runtime's faults as engine errors: each with a code the command line knows, and a hint where
 * there is something to do.
 */
import { EngineError, type EngineErrorCode } from '../../model/index.js';
import {
  BuildFailed,
  CommandFailed,
  FileDamaged,
  ImageInUse,
  ImageNotFound,
  LockTimeout,
  LayerInvalid,
  LayoutInvalid,
  NotAStore,
  PathRefused,
  RegistryError,
  RunRootExposed,
  RuntimeError,
  StoreTooNew,
  TarInvalid,
  TooManyLayers,
  ZstdMissing,
  type FaultKind,
} from '../../runtime/index.js';

import { overwriteHint } from '../volume-hints.js';
import { registryEngineError } from '../registries.js';

const codes: Readonly<Record<FaultKind, EngineErrorCode>> = {
  'not-found': 'not-found',
  'name-in-use': 'name-in-use',
  'name-invalid': 'invalid',
  'in-use': 'in-use',
  'copy-differs': 'not-applied',
  'volume-filled': 'invalid',
  'archive-unusable': 'invalid',
  running: 'in-use',
  'not-running': 'invalid',
  'port-in-use': 'port-in-use',
  'port-refused': 'invalid',
  'address-unusable': 'invalid',
  'subnet-unusable': 'invalid',
  'no-free-subnet': 'failed',
  'no-free-address': 'failed',
  'bind-source-missing': 'invalid',
  'image-gone': 'image-not-found',
  'file-lost': 'invalid',
  'user-unknown': 'invalid',
  'capability-unknown': 'invalid',
  'signal-unknown': 'invalid',
  'setting-unusable': 'invalid',
  'start-failed': 'start-failed',
  'exec-failed': 'start-failed',
  stuck: 'failed',
  'part-missing': 'unreachable',
  'no-systemd': 'unsupported',
  'no-user-namespace': 'unreachable',
  'no-control-group': 'unsupported',
  'part-failed': 'failed',
};

const faultHints: Readonly<Partial<Record<FaultKind, string>>> = {
  'no-control-group': 'Root’s containers have one; `stowage commit --no-pause` does without.',
  'no-user-namespace': '`stowage doctor` says what an ordinary user’s containers need.',
  'part-missing': '`stowage doctor` lists every part.',
  'no-systemd': 'Without it commands start an agent by themselves where one is needed.',
  'volume-filled': overwriteHint,
};

/** An engine error for what the runtime threw; anything unknown is passed through as the bug it is. */
export function translateError(error: unknown): unknown {
  if (error instanceof RuntimeError) {
    const { kind } = error.fault;
    return new EngineError(codes[kind], error.message, withHint(faultHints[kind], error));
  }
  if (error instanceof BuildFailed) {
    const interrupted = error.failure.kind === 'interrupted';
    return new EngineError(interrupted ? 'interrupted' : 'build-failed', error.message, {
      lines: error.lines,
      cause: error,
    });
  }
  if (error instanceof RegistryError) return registryEngineError(error);
  // Of a build these are told with its step; here they are of an image that is pulled or pushed.
  if (error instanceof LayerInvalid || error instanceof ZstdMissing) return wrap('registry', error);
  if (error instanceof PathRefused) {
    return wrap(error.fault.kind === 'missing' ? 'not-found' : 'invalid', error);
  }
  if (error instanceof LayoutInvalid) return wrap('invalid', error);
  if (error instanceof TarInvalid) return wrap('invalid', error);
  if (error instanceof ImageNotFound) return wrap('image-not-found', error);
  if (error instanceof ImageInUse) return wrap('in-use', error);
  if (error instanceof LockTimeout) return wrap('locked', error);
  if (error instanceof TooManyLayers) return wrap('invalid', error);
  if (
    error instanceof FileDamaged ||
    error instanceof NotAStore ||
    error instanceof RunRootExposed ||
    error instanceof StoreTooNew
  ) {
    return wrap('store', error);
  }
  if (error instanceof CommandFailed) return wrap('failed', error);
  return systemError(error) ?? error;
}

const wrap = (code: EngineErrorCode, error: Error): EngineError =>
  new EngineError(code, error.message, { cause: error });

const withHint = (
  hint: string | undefined,
  cause: unknown,
): ConstructorParameters<typeof EngineError>[2] =>
  hint === undefined ? { cause } : { hint, cause };

const notAllowed =
  'Stores are for one user each: this one is another user’s, or its directory cannot be written.';

const hints: Readonly<Record<string, string>> = {
  EACCES: notAllowed,
  EPERM: notAllowed,
  EDQUOT: 'The quota of the disk is used up; nothing was left half-written.',
  EIO: 'The disk cannot be read or written: what the kernel says of it may tell why.',
  EMFILE: 'Too many files are open; raise the limit (ulimit -n).',
  ENFILE: 'Too many files are open on this host.',
  ENOSPC: 'The disk is full; nothing was left half-written.',
  EROFS: 'Set STOWAGE_ROOT to a directory that can be written.',
};

/** What the operating system refuses, and the user can do something about. */
function systemError(error: unknown): EngineError | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') {
    return undefined;
  }
  const hint = hints[error.code];
  return hint === undefined
    ? undefined
    : new EngineError('store', error.message, { hint, cause: error });
}

/** Runs an action of the runtime, its faults translated. */
export async function translated<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw translateError(error);
  }
}
