/*
 * `moved`: what the engine holds under an old address counts as the new one's before anything is
 * compared. Which statements have been carried out stands in the ledger, so that a swap of two that
 * stays in the files swaps once.
 */
import {
  movedText,
  predecessorSuffix,
  successorSuffix,
  type Diagnostic,
  type Generation,
  type LedgerEntry,
  type Moved,
  type Observation,
  type Observed,
  type Resource,
} from '../model/index.js';

export interface Relocated {
  /** With objects and ledger entries under the addresses that they have now. */
  readonly observation: Observation;
  /** The address that each object which moves had before. */
  readonly origins: ReadonlyMap<Observed, string>;
  readonly diagnostics: readonly Diagnostic[];
}

interface Moves {
  readonly statements: ReadonlyMap<string, Moved>;
  readonly done: ReadonlySet<string>;
  readonly written: ReadonlyMap<string, Resource>;
}

/** Puts everything where the `moved` statements of the files say it is. */
export function relocate(
  observation: Observation,
  moved: readonly Moved[],
  resources: readonly Resource[],
): Relocated {
  if (moved.length === 0) return { observation, origins: new Map(), diagnostics: [] };
  const { ledger } = observation;
  const moves: Moves = {
    statements: new Map(moved.map((statement) => [statement.from, statement])),
    done: new Set(ledger?.moved),
    written: new Map(resources.map((resource) => [resource.address, resource])),
  };
  const origins = new Map<Observed, string>();
  const objects = observation.objects.map((object): Observed => {
    const address = destination(moves, object.address);
    if (address === object.address || staysByName(moves, object, ledger)) return object;
    const there: Observed = { ...object, address };
    origins.set(there, object.address);
    return there;
  });
  const relocated = { ...observation, objects };
  return {
    observation: ledger ? { ...relocated, ledger: relocateLedger(moves, ledger) } : relocated,
    origins,
    diagnostics: checkTargets(moves, objects, origins, ledger),
  };
}

/**
 * Follows statements as far as they lead: an address that is written is the end, since one that was
 * moved away from may be written anew, as when two are swapped.
 */
function destination({ statements, done, written }: Moves, from: string): string {
  let address = from;
  const seen = new Set<string>();
  for (;;) {
    const statement = statements.get(address);
    if (!statement || seen.has(address)) return address;
    if (written.has(address) && (address !== from || done.has(movedText(statement)))) {
      return address;
    }
    seen.add(address);
    address = statement.to;
  }
}

/**
 * Without a ledger nobody knows which statements have been carried out. What has the name that is
 * wanted at its own address was made there, or is there already.
 */
function staysByName(
  { written }: Moves,
  { address, kind, name }: Observed,
  ledger: Generation | undefined,
): boolean {
  if (ledger || kind === 'image') return false;
  return written.get(address)?.spec.name === name;
}

function relocateLedger(moves: Moves, ledger: Generation): Generation {
  const resources: Record<string, LedgerEntry> = {};
  for (const [address, entry] of Object.entries(ledger.resources)) {
    resources[destination(moves, address)] = entry;
  }
  return { ...ledger, resources };
}

/** Two objects cannot stand at one address, unless an interrupted replacement left the second. */
function checkTargets(
  { statements }: Moves,
  objects: readonly Observed[],
  origins: ReadonlyMap<Observed, string>,
  ledger: Generation | undefined,
): readonly Diagnostic[] {
  const settled = (object: Observed): boolean =>
    object.kind !== 'image' &&
    object.generation <= (ledger?.number ?? -1) &&
    !object.name.endsWith(predecessorSuffix) &&
    !object.name.endsWith(successorSuffix);
  return [...origins].flatMap(([object, from]): readonly Diagnostic[] => {
    const { address } = object;
    const other = objects.find(
      (one) => one !== object && one.address === address && settled(one) && settled(object),
    );
    if (!other || (origins.has(other) && (origins.get(other) ?? '') < from)) return [];
    const statement = statements.get(from);
    const before = origins.get(other);
    const elsewhere = before === undefined ? '' : `, which moves there from ${before}`;
    return [
      {
        code: 'move-target-taken',
        severity: 'error',
        summary: `${from} cannot move to ${address}: something is there`,
        detail:
          `${object.kind} ${object.name} is to stand at ${address}, where ${other.name} stands` +
          `${elsewhere}. Move that one away too, or take it out of the files and apply first.`,
        ...(statement ? { span: statement.span } : {}),
      },
    ];
  });
}
