/*
 * What an engine needs of its host, part by part, and whether its store is whole, as `doctor` shows it.
 */
import type { EngineProfile } from '../model/index.js';

export interface ExaminedPart {
  readonly part: string;
  readonly state: 'ok' | 'missing' | 'warning';
  /** What was found, such as a version. */
  readonly found: string;
  readonly why: string;
}

/** What was read of a store, by sort, and what of it is not as it should be. */
export interface StoreReport {
  readonly read: Readonly<Record<string, number>>;
  readonly faults: readonly {
    /** Path below the store's root. */
    readonly place: string;
    readonly fault: string;
    /** What puts it right. */
    readonly fix: string;
  }[];
}

export interface Examination {
  readonly checks: readonly ExaminedPart[];
  /** Whether the engine can be used. */
  readonly usable: boolean;
  /** The command that installs what is missing. */
  readonly install?: string;
}

/** Examines the host for the embedded engine, or asks another engine whether it answers. */
export async function examine(
  name: string,
  openProfile: () => Promise<EngineProfile>,
): Promise<Examination> {
  if (name === 'embedded') {
    return examineEmbedded();
  }
  const { description } = await openProfile();
  const why = 'every command speaks to it';
  return { checks: [{ part: name, state: 'ok', found: description, why }], usable: true };
}

const states = { fine: 'ok', warning: 'warning', error: 'missing' } as const;

async function examineEmbedded(): Promise<Examination> {
  const { doctor, findStore, locateStore, missingParts } = await import('../runtime/index.js');
  const { translated } = await import('./embedded/errors.js');
  const store = await translated(() => findStore());
  const findings = await doctor(locateStore().root, store);
  const install = missingParts()?.fix;
  return {
    checks: findings.map(({ part, severity, found, why, fix }) => ({
      part,
      state: states[severity],
      found: fix === undefined || severity === 'fine' ? found : `${found}; ${fix}`,
      why,
    })),
    usable: findings.every(({ severity }) => severity !== 'error'),
    ...(install === undefined ? {} : { install }),
  };
}

/** Reads the store of the embedded engine; nothing where there is none. */
export async function verifyStore(): Promise<StoreReport> {
  const { verifyEmbedded } = await import('./embedded/index.js');
  return (await verifyEmbedded()) ?? { read: {}, faults: [] };
}
