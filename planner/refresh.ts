/*
 * `--refresh-only`: nothing is done to the engine, and the ledger is made to say what is there. Drift
 * that is accepted so stops being drift; where the files say something else, that is a difference of
 * the files from then on. What no specification can say stays drift.
 */
import {
  equalJson,
  isLedgerEntry,
  endpointSpecOf,
  restartSchema,
  toJson,
  type Action,
  type Change,
  type Checked,
  type CompletedContainer,
  type ContainerSpec,
  type Generation,
  type LedgerEntry,
  type Observation,
  type ObservedContainer,
  type Plan,
} from '../model/index.js';
import { entriesApart, upToDate } from './apart.js';
import { findDrift, type Drift } from './drift.js';
import { heldContainer, isTemporary, isUp, liveContainer, type DestroyInput } from './facts.js';
import { generationAfter } from './labels.js';
import { ledgerLost } from './scope.js';

/** Plans to record what is there. */
export function planRefresh(input: DestroyInput): Checked<Plan> {
  const { stack, observation, fingerprint, resources, choice } = input;
  const { ledger, objects } = observation;
  if (!ledger && objects.length > 0) return { diagnostics: [ledgerLost()] };
  const isChosen = ({ address }: Drift): boolean => choice?.addresses.has(address) ?? true;
  const drifts = findDrift(observation, fingerprint, resources).filter(isChosen);
  const accepted = acceptedEntries(observation, drifts, entriesApart(choice, observation));
  const generation = generationAfter(observation);
  const after: Generation | undefined = ledger && {
    ...ledger,
    number: generation,
    resources: accepted,
  };
  const left = after
    ? findDrift({ ...observation, ledger: after }, fingerprint, resources).filter(isChosen)
    : [];
  return {
    diagnostics: [],
    value: {
      stack,
      refreshOnly: true,
      ...(choice && { partial: choice.part }),
      generation,
      actions: drifts.map((drift) => actionOf(drift, left)),
      steps: [],
      recoveries: [],
      resources: accepted,
      claims: ledger?.claims ?? [],
      moved: ledger?.moved ?? [],
      ledgerOutdated: !equalJson(toJson(accepted), toJson(ledger?.resources ?? {})),
      outputs: [],
      warnings: [],
    },
  };
}

/** What the ledger says once the drift is accepted. */
function acceptedEntries(
  observation: Observation,
  drifts: readonly Drift[],
  apart: Readonly<Record<string, LedgerEntry>>,
): Readonly<Record<string, LedgerEntry>> {
  const accepted: Record<string, LedgerEntry> = {};
  for (const [address, entry] of Object.entries(observation.ledger?.resources ?? {})) {
    const own = drifts.filter((drift) => drift.address === address && drift.kind === entry.kind);
    if (apart[address]) accepted[address] = apart[address];
    else if (!own.some(({ what }) => what === 'removed')) {
      const current = upToDate(address, entry, observation);
      accepted[address] =
        entry.kind === 'container' ? acceptedEntry(address, current, own, observation) : current;
    }
  }
  return accepted;
}

/** The entry with what has drifted of a container, as far as a specification can say it. */
function acceptedEntry(
  address: string,
  entry: LedgerEntry,
  drifts: readonly Drift[],
  observation: Observation,
): LedgerEntry {
  if (entry.kind !== 'container') return entry;
  const { current } = heldContainer(observation, address, entry.name);
  if (!current) return entry;
  const live = liveContainer(observation, current, entry.spec.image);
  const attributes = new Set(
    drifts.flatMap(({ name, changes }) =>
      name === current.name ? changes.map(({ path }) => path.replace(/[.[].*$/, '')) : [],
    ),
  );
  let { spec } = entry;
  for (const accept of [...attributes].map((attribute) => acceptors[attribute])) {
    const next = accept?.(spec, live, current);
    // What no schema allows would make the whole ledger unreadable.
    if (next && isLedgerEntry({ ...entry, spec: next })) spec = next;
  }
  spec = drifts.reduce((said, { what }) => withState(said, what, current), spec);
  return { ...entry, name: spec.name, spec };
}

type Acceptor = (
  spec: ContainerSpec,
  live: CompletedContainer,
  object: ObservedContainer,
) => ContainerSpec;

/** How each attribute that can change on a living container is taken over. */
const acceptors: Readonly<Partial<Record<string, Acceptor>>> = {
  memory: ({ memory: _, ...spec }, { memory }) => (memory === null ? spec : { ...spec, memory }),
  cpus: ({ cpus: _, ...spec }, { cpus }) => (cpus === null ? spec : { ...spec, cpus }),
  pids: ({ pids: _, ...spec }, { pids }) => (pids === null ? spec : { ...spec, pids }),
  restart: (spec, { restart: { policy, max_retries } }) => {
    const known = policies.find((one) => one === policy);
    const most = max_retries > 0 ? { max_retries } : {};
    return known ? { ...spec, restart: { policy: known, ...most } } : spec;
  },
  name: (spec, { name }) => (isTemporary(name) ? spec : { ...spec, name }),
  networks: (spec, { networks }) => ({
    ...spec,
    networks: Object.fromEntries(
      Object.entries(networks).map(([name, endpoint]) => [name, endpointSpecOf(endpoint)]),
    ),
  }),
};

const policies = restartSchema.properties.policy.enum;

function withState(
  { state, ...spec }: ContainerSpec,
  what: Drift['what'],
  { status }: ObservedContainer,
): ContainerSpec {
  if (what === 'started' && status.state === 'running') return spec;
  if (what === 'stopped' && !isUp(status)) return { ...spec, state: 'stopped' };
  return { ...spec, ...(state && { state }) };
}

/** One thing that has drifted, and whether it stays so. */
function actionOf(drift: Drift, left: readonly Drift[]): Action {
  const { address, kind, name, what, detail } = drift;
  const same = left.find(
    (one) => one.address === address && one.name === name && one.what === what,
  );
  const stays = new Set(same?.changes.map(({ path }) => path));
  const changes = drift.changes.map(({ path, recorded, observed }): Change => ({
    path,
    ...(recorded !== undefined && { before: recorded }),
    ...(observed !== undefined && { after: observed }),
    origin: 'drift',
    effect: 'in-place',
    ...(stays.has(path) && { reason: 'cannot be recorded, and stays drift' }),
  }));
  const isLeft = same !== undefined && (changes.length === 0 || stays.size === changes.length);
  const outcome = isLeft ? 'it cannot be recorded, and stays drift' : 'that is recorded';
  const seen = what === 'removed' ? 'it is gone' : detail;
  const text = seen === undefined ? outcome : `${seen}; ${outcome}`;
  return { address, kind, name, verb: 'keep', changes, causes: [{ text }], risks: [], steps: [] };
}
