/*
 * What is to be known before a container is changed: what of its service is interrupted though it lives
 * on, and what it opens that was closed before.
 */
import type { Change, ObservedContainer, OperationName, Risk } from '../model/index.js';
import type { DesiredOf } from './facts.js';
import { networkRisks, restartedRisk, stoppedRisk } from './interruption.js';

/** What of a running container is interrupted though it lives on. */
export function liveRisks(
  { status, completed: live }: ObservedContainer,
  { resource, completed }: DesiredOf<'container'>,
  changes: readonly Change[],
  steps: readonly string[],
): readonly Risk[] {
  if (status.state !== 'running') return [];
  const does = (op: OperationName): boolean =>
    steps.some((step) => step.startsWith(`${resource.address} ${op}`));
  if (!does('stop-container')) return networkRisks(changes, completed);
  return [does('start-container') ? restartedRisk(live, completed) : stoppedRisk(live)];
}

/** Risks of what the container newly opens; for a changed one only what changed counts. */
export function exposureRisks(
  { resource: { spec } }: DesiredOf<'container'>,
  changes?: readonly Change[],
): readonly Risk[] {
  const risks: Risk[] = [];
  const touches = (attribute: string): boolean =>
    changes === undefined || changes.some((change) => change.path.startsWith(attribute));
  for (const port of spec.ports ?? []) {
    if ((port.host_ip ?? '0.0.0.0') !== '0.0.0.0' || !touches('ports')) continue;
    risks.push({
      kind: 'exposes-every-interface',
      text: `port ${port.host}/${port.protocol ?? 'tcp'} is open on every interface`,
    });
  }
  if (spec.seccomp === 'unconfined' && touches('seccomp')) {
    risks.push({ kind: 'runs-unconfined', text: 'no filter of system calls' });
  }
  return risks;
}
