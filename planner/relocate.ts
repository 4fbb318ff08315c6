/*
 * `moved`: what the engine holds under an old address counts as the new one's before anything is
 * compared. Which statements have been carried out stands in the ledger, so that a swap of two that
 * stays in the files swaps once. Without a ledger names tell where the stack's own objects stand.
 */
import {
  isClaimOn,
  movedText,
  type Diagnostic,
  type Generation,
  type LedgerEntry,
  type Moved,
  type Observation,
  type Observed,
  type ObservedImage,
  type Resource,
} from '../model/index.js';
import { isTemporary, lastingName } from './held.js';

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

/**
 * Puts everything where the `moved` statements of the files say it is.
 * @param keys content keys of the images that are wanted, by address
 */
export function relocate(
  observation: Observation,
  moved: readonly Moved[],
  resources: readonly Resource[],
  keys: ReadonlyMap<string, string>,
): Relocated {
  const { ledger } = observation;
  const moves: Moves = {
    statements: new Map(moved.map((statement) => [statement.from, statement])),
    done: new Set(ledger?.moved),
    written: new Map(resources.map((resource) => [resource.address, resource])),
  };
  const origins = new Map<Observed, string>();
  const named = ledger ? new Map<Observed, string>() : addressesByName(observation.objects, moves);
  const objects = observation.objects.map((object): Observed => {
    const address =
      object.kind === 'image'
        ? addressOfImage(moves, object, keys, ledger)
        : (named.get(object) ?? destination(moves, object.address));
    if (address === object.address) return object;
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
 * An image stands where its content is wanted, if that is its own address or the one that it moves to;
 * one that was moved before may go back.
 */
function addressOfImage(
  moves: Moves,
  image: ObservedImage,
  keys: ReadonlyMap<string, string>,
  ledger: Generation | undefined,
): string {
  const { address, completed } = image;
  const next = destination(moves, address);
  const places = [address, next].filter((place) => keys.get(place) === completed.key);
  const isClaimed = ledger?.claims?.some((claim) => isClaimOn(claim, image)) ?? false;
  const elsewhere = isClaimed ? [...keys].find(([, key]) => key === completed.key)?.[0] : undefined;
  return places[0] ?? elsewhere ?? (keys.has(next) ? address : next);
}

/**
 * Without a ledger nobody knows what has been moved, by statements that are there or are gone. What
 * has the name that an address wants stands there, unless something else stands there by its label.
 */
function addressesByName(
  objects: readonly Observed[],
  moves: Moves,
): ReadonlyMap<Observed, string> {
  const resources = [...moves.written.values()];
  const called = new Map(resources.map((one) => [`${one.kind} ${one.spec.name}`, one]));
  const named = new Map<Observed, string>();
  for (const object of objects) {
    const { kind, name } = object;
    const lasting = lastingName(name);
    const wanted = kind === 'image' ? undefined : called.get(`${kind} ${lasting}`);
    if (wanted) named.set(object, wanted.address);
  }
  const placeOf = (object: Observed): string =>
    named.get(object) ?? destination(moves, object.address);
  // Taking one back may put it where another was to stand, so it is looked at again.
  for (;;) {
    const clash = [...named].find(
      ([object, address]) =>
        address !== object.address &&
        objects.some(
          (other) => other !== object && !isTemporary(other.name) && placeOf(other) === address,
        ),
    );
    if (!clash) return named;
    named.delete(clash[0]);
  }
}

function relocateLedger(moves: Moves, ledger: Generation): Generation {
  const resources: Record<string, LedgerEntry> = {};
  for (const [address, entry] of Object.entries(ledger.resources)) {
    resources[destination(moves, address)] = entry;
  }
  return { ...ledger, resources };
}

/**
 * Two objects cannot stand at one address, unless they have come there together: an interrupted
 * replacement has left the second. One that it has left where something else is to stand is not for
 * that to push aside, nor the other way round. Which moves are begun stands in the ledger before the
 * first step, so that nothing here is of a move that was cut off; without a ledger names decide.
 */
function checkTargets(
  { statements }: Moves,
  objects: readonly Observed[],
  origins: ReadonlyMap<Observed, string>,
  ledger: Generation | undefined,
): readonly Diagnostic[] {
  if (!ledger) return [];
  const told = new Set<string>();
  return [...origins].flatMap(([object, from]): readonly Diagnostic[] => {
    const { address, kind } = object;
    if (kind === 'image' || told.has(from)) return [];
    const other = objects.find(
      (one) => one.address === address && one.kind === kind && origins.get(one) !== from,
    );
    if (!other || (origins.has(other) && (origins.get(other) ?? '') < from)) return [];
    told.add(from);
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
