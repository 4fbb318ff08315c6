/*
 * `--refresh-only`: nothing is done to the engine, and the ledger is made to say what is there. Drift
 * that is accepted so stops being drift; where the files say something else, that is a difference of
 * the files from then on. Where there is drift that no specification can say there is no plan, so that
 * after one nothing has drifted of what was chosen.
 */
import {
  equalJson,
  toJson,
  type Action,
  type Change,
  type Checked,
  type Diagnostic,
  type Generation,
  type LedgerEntry,
  type Plan,
} from '../model/index.js';
import { acceptedContainer, acceptedImage } from './accept.js';
import { entriesApart, upToDate } from './apart.js';
import { findDrift, type Drift } from './drift.js';
import type { DestroyInput } from './facts.js';
import { generationAfter } from './labels.js';
import { resourceAt } from './look-up.js';
import { ledgerLost } from './scope.js';
import { sealedEntry } from './secrecy.js';

/** Plans to record what is there. */
export function planRefresh(input: DestroyInput): Checked<Plan> {
  const { stack, observation, fingerprint, resources, choice } = input;
  const { ledger, objects } = observation;
  if (!ledger && objects.length > 0) return { diagnostics: [ledgerLost()] };
  const isChosen = ({ address }: Drift): boolean => choice?.addresses.has(address) ?? true;
  const drifts = findDrift(observation, fingerprint, resources).filter(isChosen);
  const accepted = acceptedEntries(input, drifts, entriesApart(choice, observation));
  const generation = generationAfter(observation);
  const after: Generation | undefined = ledger && {
    ...ledger,
    number: generation,
    resources: accepted,
  };
  const left = after
    ? findDrift({ ...observation, ledger: after }, fingerprint, resources).filter(isChosen)
    : [];
  if (left.length > 0) return { diagnostics: left.map((drift) => unsaid(drift, input)) };
  return {
    diagnostics: [],
    value: {
      stack,
      refreshOnly: true,
      ...(choice && { partial: choice.part }),
      generation,
      actions: drifts.map(actionOf),
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
  { stack, observation, fingerprint }: DestroyInput,
  drifts: readonly Drift[],
  apart: Readonly<Record<string, LedgerEntry>>,
): Readonly<Record<string, LedgerEntry>> {
  const accepted: Record<string, LedgerEntry> = {};
  for (const [address, entry] of Object.entries(observation.ledger?.resources ?? {})) {
    const own = drifts.filter((drift) => drift.address === address && drift.kind === entry.kind);
    if (apart[address]) accepted[address] = apart[address];
    else if (!own.some(({ what }) => what === 'removed')) {
      const current = upToDate(address, entry, observation);
      const taken = (): LedgerEntry => {
        if (current.kind === 'image') return acceptedImage(current, observation);
        if (current.kind !== 'container' || own.length === 0) return current;
        const container = acceptedContainer(address, current, own, observation);
        return sealedEntry(container, stack.id, { fingerprint });
      };
      accepted[address] = taken();
    }
  }
  return accepted;
}

/** One thing that has drifted. */
function actionOf({ address, kind, name, what, detail, ...drift }: Drift): Action {
  const changes = drift.changes.map(({ path, recorded, observed }): Change => ({
    path,
    ...(recorded !== undefined && { before: recorded }),
    ...(observed !== undefined && { after: observed }),
    origin: 'drift',
    effect: 'in-place',
  }));
  const seen = what === 'removed' ? 'it is gone' : detail;
  const text = seen === undefined ? 'that is recorded' : `${seen}; that is recorded`;
  return { address, kind, name, verb: 'keep', changes, causes: [{ text }], risks: [], steps: [] };
}

/** Drift that no record can make undone, which is told before anything is recorded. */
function unsaid(
  { address, kind, name, changes, detail }: Drift,
  { resources }: DestroyInput,
): Diagnostic {
  const what =
    detail ??
    changes.map(({ path }) => path).join(', ') + (changes.length === 1 ? ' differs' : ' differ');
  const span = resourceAt(resources, address)?.span;
  return {
    code: 'drift-unsaid',
    severity: 'error',
    summary: `the drift of ${address} cannot be recorded: ${what}`,
    detail:
      `No specification can say what is there of ${kind} ${name}. \`stowage apply\` makes it what the files say; ` +
      `--exclude '${address}' records all else.`,
    ...(span && { span }),
  };
}
