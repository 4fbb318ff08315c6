/*
 * Plans containers: what differs, whether that can be changed on the living container, and if not
 * how its successor comes up. The steps themselves are written in container-steps.ts, what is said of
 * them in container-causes.ts and container-risks.ts.
 */
import {
  hostnamePattern,
  isClaimOn,
  toJson,
  type Action,
  type Cause,
  type Change,
  type ObservedContainer,
  type Verb,
} from '../model/index.js';
import { changesBetween } from './changes.js';
import {
  changeCauses,
  creationCauses,
  forcedCauses,
  stateCauses,
  type Forced,
} from './container-causes.js';
import { exposureRisks, liveRisks } from './container-risks.js';
import { contentCauses, contentChanges, recordedContent } from './content.js';
import { createSteps, leftoverRemovalId, replaceSteps } from './container-steps.js';
import { liveSteps } from './live-steps.js';
import { addAction, addWishes, type Draft } from './draft.js';
import { appliedSpec, recordedSpec } from './applied.js';
import { heldContainer, isUp, liveContainer } from './held.js';
import { desiredAt } from './look-up.js';
import type { DesiredOf } from './facts.js';
import { fileCauses, judgedFiles } from './files.js';
import { holdTwin, holdWhatIsIgnored } from './holding.js';
import { containerBeside, isIgnored } from './ignore.js';
import { withLayers } from './layers.js';
import { originOfAction, settledVerb } from './origins.js';
import { planContainerRemoval } from './plan-container-removal.js';
import { replacedRisk, stoppedRisk } from './interruption.js';
import { remadeNetworks } from './recovery.js';
import { askedCauses } from './replace.js';
import { unrecordedRisks } from './unrecorded.js';
import { checkSharedApart, rejoinCauses, withLastingShares } from './shared-namespaces.js';
import { withOwnNames } from './own-names.js';
import { copiedVolumes } from './volume-rename.js';
import { checkStartFirst, comesUpFirst, startFirstSteps, togetherRisks } from './start-first.js';

/** Plans one container; images, volumes and networks must have been decided before. */
export function planContainer(draft: Draft, written: DesiredOf<'container'>): void {
  const { observation } = draft.input;
  const { address, spec, span } = written.resource;
  const { current, leftovers } = heldContainer(observation, address, spec.name);
  // What is not read this time stays as it was last known.
  const content = written.content ?? (current && recordedContent(draft, current));
  draft.resources[address] = {
    kind: 'container',
    name: spec.name,
    spec,
    ...(content && { content }),
  };
  const common = { address, kind: 'container', span } as const;
  if (!current) {
    draft.lives.set(address, { kind: 'created' });
    addAction(draft, {
      ...common,
      name: spec.name,
      verb: spec.job ? 'run' : 'create',
      causes: creationCauses(draft, address),
      risks: exposureRisks(written),
      steps: createSteps(draft, written, []),
    });
    return;
  }
  const ofAnother = isOfAnother(draft, current);
  const kept = ofAnother && !written.resource.spans['hostname'] ? ['hostname'] : [];
  const beside = containerBeside(written, current, kept);
  const desired = ofAnother && current.generation === 0 ? withOwnNames(beside, current) : beside;
  const found: Found = { draft, written, current, leftovers, kept };
  const { name } = desired.resource.spec;
  const action = { ...common, ...originOfAction(draft, current), name };
  const ready = planHeld(found, desired, action);
  for (const leftover of leftovers) {
    const [stop] = planContainerRemoval(
      draft,
      leftover,
      'left by an interrupted replacement',
      [],
      unrecordedRisks(draft, leftover),
    );
    if (stop !== undefined) addWishes(draft, stop, [ready]);
  }
}

type Common = Pick<Action, 'address' | 'kind' | 'name' | 'span' | 'from' | 'imported'>;

/** A container that is there, with all that the choice of what becomes of it needs. */
interface Found {
  readonly draft: Draft;
  /** As it is written, whatever is ignored. */
  readonly written: DesiredOf<'container'>;
  readonly current: ObservedContainer;
  readonly leftovers: readonly ObservedContainer[];
  /** Paths at which it stays as it is while it lives. */
  readonly kept: readonly string[];
}

/** The changes that lead from a living container to a wanted one. */
function changesOf({ draft, current }: Found, desired: DesiredOf<'container'>): readonly Change[] {
  const { observation, verdict } = draft.input;
  const { resource, completed } = desired;
  const changes = changesBetween(
    'container',
    toJson(
      withLastingShares(
        observation,
        liveContainer(observation, current, completed.image, draft.tagged),
        (address) => desiredAt(draft.input.desired, address)?.resource.spec.name,
      ),
    ),
    toJson(completed),
    () => recordedSpec(current, observation, draft.secrecy),
    resource.spans,
    verdict,
  );
  const image = current.imageConfig;
  const applied = () => appliedSpec(current, observation);
  return [
    ...judgedFiles(resource.spec, withLayers(changes, resource, { applied, image })),
    ...contentChanges(draft, desired, current),
  ];
}

/** Plans what becomes of a container that is there. Gives the step by which it is proven. */
function planHeld(
  found: Found,
  desired: DesiredOf<'container'>,
  common: Common,
): string | undefined {
  const { draft, written, current, leftovers } = found;
  const { resource } = desired;
  const changes = changesOf(found, desired);
  holdWhatIsIgnored(draft, desired, current);
  const forced = forcedCauses(draft, desired, current);
  const asked = askedCauses(draft, resource.address);
  const causes = [
    ...(common.imported ? [{ text: 'it is imported' }] : []),
    ...asked,
    ...forced.causes,
    ...changeCauses(draft, desired, changes),
    ...contentCauses(draft, desired, current, changes),
    ...fileCauses(draft, desired, changes),
  ];
  if (
    asked.length + forced.causes.length > 0 ||
    changes.some((change) => change.effect === 'replace')
  ) {
    // Made anew, it is as its address says.
    const anew = containerBeside(written, current);
    const all = changesOf(found, anew);
    addAction(draft, {
      ...common,
      ...replacement(found, anew, all, forced),
      verb: 'replace',
      changes: all,
      causes,
    });
    return undefined;
  }
  const rejoining = rejoinCauses(draft, desired, current);
  recordKept(found, desired);
  holdTwin(draft, desired, current);
  const rejoins = rejoining.length > 0;
  const live = liveSteps(draft, desired, current, changes, { leftovers, rejoins });
  const isAgain = live.restarts && isUp(current.status);
  const verb = isAgain ? 'update' : verbOf(current, desired, changes, live.steps);
  if (live.restarts) {
    draft.lives.set(resource.address, { kind: 'restarted' });
    draft.diagnostics.push(...checkSharedApart(draft, current, 'started again'));
  }
  const settled = settledVerb(verb, changes, common);
  addAction(draft, {
    ...common,
    verb: settled,
    changes,
    causes: [
      ...(settled === 'adopt' ? [] : causes),
      ...(isIgnored('state', resource.lifecycle.ignoreChanges)
        ? []
        : [...rejoining, ...stateCauses(current, desired)]),
    ],
    risks: liveRisks(current, desired, changes, live.steps),
    steps: live.steps,
  });
  return live.ready;
}

/** Whether a cause is a container that is there twice for a while, so that its sharers can be, too. */
const comesFirst = ({ lives }: Draft, { address = '' }: Cause): boolean =>
  lives.get(address)?.as !== undefined;

/** How a container is replaced: the steps, and what is to be known of them. */
function replacement(
  { draft, current, leftovers }: Found,
  desired: DesiredOf<'container'>,
  changes: readonly Change[],
  forced: Forced,
): Pick<Action, 'steps' | 'risks' | 'order' | 'onFailure'> {
  draft.diagnostics.push(...checkSharedApart(draft, current, 'replaced'));
  const waits = leftovers.map(leftoverRemovalId);
  const exposure = exposureRisks(desired, changes);
  const keeps =
    desired.resource.lifecycle.onFailure === 'keep' ? ({ onFailure: 'keep' } as const) : {};
  const first = comesUpFirst(desired, current);
  const copied = copiedVolumes(draft, current);
  const reasons = [
    ...forced.causes.filter((cause) => !comesFirst(draft, cause)).map(({ text }) => text),
    ...remadeNetworks(draft, current).map((network) => `network ${network} is made anew`),
    ...copied.map((volume) => `volume ${volume} is copied to get another name`),
  ];
  const refusals = first ? checkStartFirst(desired, current, reasons) : [];
  draft.diagnostics.push(...refusals);
  if (first && refusals.length === 0) {
    return {
      ...keeps,
      order: 'start-first',
      steps: startFirstSteps(draft, desired, current, waits),
      risks: [...togetherRisks(desired.completed, current.completed), ...exposure],
    };
  }
  const interrupted =
    current.status.state === 'running'
      ? [
          desired.resource.spec.state === 'stopped'
            ? stoppedRisk(current.completed)
            : replacedRisk(current.completed, desired.completed, copied),
        ]
      : [];
  return {
    ...keeps,
    steps: replaceSteps(draft, desired, current, forced.keepPredecessor, waits),
    risks: [...interrupted, ...exposure],
  };
}

/**
 * Whether a container was made for another address, or by others. What the language derives from the
 * address and no engine can change is then not held against it.
 */
function isOfAnother({ input, origins, adopted }: Draft, current: ObservedContainer): boolean {
  const claims = input.observation.ledger?.claims ?? [];
  return (
    origins.has(current) ||
    adopted.has(current) ||
    claims.some((claim) => isClaimOn(claim, current))
  );
}

/** Notes for the ledger what is kept: as what was applied, or, where no spec may say it, as ignored. */
function recordKept(
  { draft, written, current, kept }: Found,
  { resource: { spec: living } }: DesiredOf<'container'>,
): void {
  const { address, spec } = written.resource;
  const { hostname } = current.completed;
  const { networks } = living;
  const keepsHostname = kept.length > 0;
  const canSay = hostname !== null && new RegExp(hostnamePattern).test(hostname);
  if (keepsHostname && !canSay) draft.kept.set(address, kept);
  const entry = draft.resources[address];
  if (entry?.kind !== 'container') return;
  draft.resources[address] = {
    ...entry,
    spec: { ...spec, ...(networks && { networks }), ...(keepsHostname && canSay && { hostname }) },
  };
}

/** Waiting alone is no action: it only orders what others do. */
function verbOf(
  current: ObservedContainer,
  { resource }: DesiredOf<'container'>,
  changes: readonly Change[],
  steps: readonly string[],
): Verb {
  if (changes.length > 0 || current.staleNetworks.length > 0) return 'update';
  const acts = steps.some((step) => !step.startsWith(`${resource.address} await-container`));
  if (!acts) return 'keep';
  if (resource.spec.job) return 'run';
  return resource.spec.state === 'stopped' ? 'stop' : 'start';
}
