/*
 * Choosing a part of a stack by addresses, before anything is compared. What is chosen can be planned
 * by itself: with what it needs, and with both ends of a `moved` statement that is still to be carried
 * out. An address may be written, or be only the engine's or the ledger's.
 */
import {
  isWithin,
  movedText,
  nearestName,
  parseAddress,
  parseModulePath,
  type Checked,
  type Diagnostic,
  type Part,
  type Resource,
} from '../model/index.js';
import { lastingName } from './held.js';
import type { DestroyInput } from './facts.js';

/** What is chosen of a stack, and all that is written of it. */
export interface Choice {
  readonly part: Part;
  /** Addresses of the part: written ones, and those of which only engine or ledger know. */
  readonly addresses: ReadonlySet<string>;
  /** Everything that is written, chosen or not. */
  readonly written: readonly Resource[];
}

type Subject = Pick<DestroyInput, 'resources' | 'statements' | 'observation'>;
type Links = ReadonlyMap<string, readonly string[]>;

/** What brings what along: making something needs what it depends on; removing it, what depends on it. */
export type Purpose = 'apply' | 'destroy';

/** The address that somebody meant by `module.pg`, `pg.` or an address; `undefined` where it is none. */
function placeOf(text: string, known: readonly string[]): string | undefined {
  const plain = text.replace(/\.$/, '');
  const inModule = plain.replace(/^module\./, '');
  const place = known.some((address) => isWithin(address, plain)) ? plain : inModule;
  return parseAddress(place) || parseModulePath(place) ? place : undefined;
}

/** Finds the addresses that each text of a list stands for. `option` is how it was asked for. */
export function addressesMeant(
  option: string,
  texts: readonly string[],
  known: readonly string[],
): { readonly addresses: readonly string[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const addresses = texts.flatMap((text) => {
    const place = placeOf(text, known);
    const meant = place === undefined ? [] : known.filter((address) => isWithin(address, place));
    if (meant.length === 0) diagnostics.push(unknownAddress(option, text, known));
    return meant;
  });
  return { addresses: [...new Set(addresses)], diagnostics };
}

function unknownAddress(option: string, text: string, known: readonly string[]): Diagnostic {
  const families = known.flatMap((address) => {
    const parts = parseAddress(address);
    const family = parts && parts.key !== undefined ? address.replace(/\[[^[]*\]$/, '') : undefined;
    return [address, ...(family === undefined ? [] : [family]), parts?.module ?? address];
  });
  // Whoever leaves the kind out means what has that name.
  const named = [...new Set(families)].filter((family) => parseAddress(family)?.symbol === text);
  const near = named.length > 0 ? named.join(' or ') : nearestName(text, new Set(families));
  return {
    code: 'unknown-target',
    severity: 'error',
    summary: `${option} ${text} stands for nothing`,
    detail:
      'The files have no such address, and neither engine nor ledger has one. ' +
      (near === undefined
        ? 'An address is like container.web, container.web[0] or pg.container.db; module.pg is all of a module.'
        : `Did you mean ${near}?`),
  };
}

/** Every address of which files, engine or ledger know. */
export const knownAddresses = ({ resources, observation }: Subject): readonly string[] => [
  ...new Set([
    ...resources.map(({ address }) => address),
    ...observation.objects.map(({ address }) => address),
    ...Object.keys(observation.ledger?.resources ?? {}),
  ]),
];

/** Everything that can be reached from some addresses. */
function reachable(from: readonly string[], links: Links): ReadonlySet<string> {
  const found = new Set(from);
  // A set is walked in the order of insertion, what is added on the way included.
  for (const address of found) for (const next of links.get(address) ?? []) found.add(next);
  return found;
}

/** Both directions of what belongs together: dependencies, and moves that are still to be made. */
function linksOf(
  { resources, statements, observation }: Subject,
  purpose: Purpose,
): {
  readonly needs: Links;
  readonly needed: Links;
} {
  const [needs, needed] = [new Map<string, string[]>(), new Map<string, string[]>()];
  const add = (links: Map<string, string[]>, from: string, to: string): void => {
    const list = links.get(from);
    if (list) list.push(to);
    else links.set(from, [to]);
  };
  const depends = (address: string, on: string): void => {
    add(needs, address, on);
    add(needed, on, address);
  };
  for (const { address, dependsOn } of resources) {
    for (const dependency of dependsOn) depends(address, dependency.address);
  }
  if (purpose === 'destroy') {
    // What is written no more goes in the order in which it came up.
    const written = new Set(resources.map(({ address }) => address));
    for (const [address, { after = [] }] of Object.entries(observation.ledger?.resources ?? {})) {
      if (!written.has(address)) for (const one of after) depends(address, one.address);
    }
  }
  const done = new Set(observation.ledger?.moved);
  for (const statement of statements.moved) {
    if (done.has(movedText(statement))) continue;
    const { from, to } = statement;
    for (const links of [needs, needed]) {
      add(links, from, to);
      add(links, to, from);
    }
  }
  return { needs, needed };
}

/** Chooses a part of a stack. What is excluded takes along what cannot be planned without it. */
export function choosePart(part: Part, subject: Subject, purpose: Purpose): Checked<Choice> {
  const known = knownAddresses(subject);
  const targets = addressesMeant('--target', part.targets, known);
  const excludes = addressesMeant('--exclude', part.excludes, known);
  const unknown = [...targets.diagnostics, ...excludes.diagnostics];
  if (unknown.length > 0) return { diagnostics: unknown };
  const { needs, needed } = linksOf(subject, purpose);
  const [brings, takes] = purpose === 'apply' ? [needs, needed] : [needed, needs];
  const out = reachable(excludes.addresses, takes);
  const left = (part.targets.length > 0 ? targets.addresses : known).filter(
    (address) => !out.has(address),
  );
  if (left.length === 0 && part.targets.length > 0) {
    return { diagnostics: [nothingChosen(targets.addresses)] };
  }
  // What is left needs nothing that is out, or it would be out itself.
  const addresses = reachable(left, brings);
  const choice: Choice = { part, addresses, written: subject.resources };
  const apart = subject.observation.objects.filter(({ address }) => !addresses.has(address));
  const isUnsure = apart.length > 0 || mayStandElsewhere(subject);
  if (!subject.observation.ledger && isUnsure) return { diagnostics: [ledgerLost()] };
  return { value: choice, diagnostics: [] };
}

/** Whether something has the name of another address, where it stands when no ledger says otherwise. */
function mayStandElsewhere({ resources, observation }: Subject): boolean {
  const wanted = new Map(
    resources.map(({ kind, spec, address }) => [`${kind} ${spec.name}`, address]),
  );
  return observation.objects.some(({ kind, name, address }) => {
    const place = wanted.get(`${kind} ${lastingName(name)}`);
    return kind !== 'image' && place !== undefined && place !== address;
  });
}

const nothingChosen = (lost: readonly string[]): Diagnostic => ({
  code: 'nothing-chosen',
  severity: 'error',
  summary: 'nothing of what is targeted is left',
  detail: `${lost.join(', ')} cannot be planned without what is excluded. Exclude less, or target something else.`,
});

/** What a partial record would say: that the stack has let go of everything that is not in it. */
export const ledgerLost = (): Diagnostic => ({
  code: 'ledger-lost',
  severity: 'error',
  summary: 'the ledger is lost, and only a whole apply writes it anew',
  detail:
    'The engine has objects of the stack and no record of what was applied last. ' +
    'Apply the whole stack once; after that a part can be chosen, and drift be accepted.',
});
