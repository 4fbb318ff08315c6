/*
 * Why something happens to a container, in words: what it uses is made anew or built, it does not run
 * as it is to, or it is gone.
 */
import type { Cause, Change, ObservedContainer } from '../model/index.js';
import { readyStep, usageKey, type Draft } from './draft.js';
import { isUp } from './held.js';
import { ledgerEntry } from './applied.js';
import type { DesiredOf } from './facts.js';
import { renewedShares } from './shared-namespaces.js';

/** A container that was applied and is not there. */
export function creationCauses(draft: Draft, address: string): readonly Cause[] {
  return ledgerEntry(draft.input.observation, 'container', address)
    ? [{ text: 'it was removed from the engine by hand' }]
    : [];
}

/** What makes a replacement necessary beside the container’s own changes. */
export interface Forced {
  readonly causes: readonly Cause[];
  readonly keepPredecessor: boolean;
}

/** What is made anew under the same name takes with it who is on it, mounts it, or is in a namespace of it. */
export function forcedCauses(
  draft: Draft,
  { completed }: DesiredOf<'container'>,
  current: ObservedContainer,
): Forced {
  const causes: Cause[] = [];
  let keepPredecessor = true;
  for (const network of Object.keys(current.completed.networks)) {
    const address = draft.remade.get(usageKey('network', network));
    if (address === undefined || !completed.networks[network]) continue;
    causes.push({ text: `${address} is replaced`, address });
  }
  for (const mount of Object.values(current.completed.mounts)) {
    const address =
      mount.type === 'volume' ? draft.remade.get(usageKey('volume', mount.source)) : undefined;
    if (!address) continue;
    causes.push({ text: `${address} is replaced`, address });
    keepPredecessor = false;
  }
  for (const cause of renewedShares(draft, completed)) {
    causes.push(cause);
    // It could only come back into the namespace of a predecessor.
    const life = draft.lives.get(cause.address);
    const hasPredecessor = life?.aside !== undefined || life?.as !== undefined;
    if (life?.kind === 'replaced' && !hasPredecessor) keepPredecessor = false;
  }
  return { causes, keepPredecessor };
}

/** A new image is a cause of its own; every other change speaks for itself. */
export function changeCauses(
  draft: Draft,
  { resource }: DesiredOf<'container'>,
  changes: readonly Change[],
): readonly Cause[] {
  const causes: Cause[] = [];
  for (const change of changes) {
    if (change.path !== 'image') continue;
    const image = resource.dependsOn.find((dependency) => dependency.via === 'image');
    if (image && readyStep(draft, image.address, 'exists') !== undefined) {
      causes.push({ text: `${image.address} is built`, address: image.address });
    }
  }
  return causes;
}

/** What of how it runs is not as it is to be. */
export function stateCauses(
  { status, staleNetworks }: ObservedContainer,
  { resource }: DesiredOf<'container'>,
): readonly Cause[] {
  const causes: Cause[] = staleNetworks.map((network) => ({
    text: `its connection to network ${network} is broken`,
  }));
  const wanted = resource.spec.state ?? 'running';
  if (wanted === 'stopped') {
    if (isUp(status)) causes.push({ text: 'it runs, and is to be stopped' });
  } else if (resource.spec.job) {
    if (status.state === 'exited' && status.exitCode !== 0) {
      causes.push({ text: `it ended with exit code ${status.exitCode ?? 'unknown'}` });
    } else if (status.state !== 'exited') causes.push({ text: 'it has not completed' });
  } else if (status.state !== 'running') {
    const code = status.exitCode === undefined ? '' : ` with exit code ${status.exitCode}`;
    causes.push({ text: `it is ${status.state}${status.state === 'exited' ? code : ''}` });
  }
  return causes;
}
