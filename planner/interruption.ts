/*
 * What of a service is interrupted, and for how long at most, from what the files and the engine say:
 * the grace period of the one that stops, the health check of the one that comes. A successor that comes
 * up first interrupts nothing.
 */
import {
  formatDuration,
  type Change,
  type CompletedContainer,
  type CompletedHealth,
  type Risk,
} from '../model/index.js';
import { parsePath } from './diff.js';

const risk = (text: string): Risk => ({ kind: 'interrupts-service', text });

/** The longest that a stop takes: then the container is killed. */
const stopping = ({ stop_timeout: grace }: CompletedContainer): string =>
  grace === 0 ? 'at once' : `within ${formatDuration(grace)}`;

/** The longest until a container counts as healthy or is given up, in milliseconds. */
const proving = ({ start_period: first, interval, timeout, retries }: CompletedHealth): number =>
  first + (interval + timeout) * retries;

/**
 * A container that ends before its successor starts.
 * @param copied volumes that are copied meanwhile, for which nobody can say how long it takes
 */
export const replacedRisk = (
  live: CompletedContainer,
  wanted: CompletedContainer,
  copied: readonly string[] = [],
): Risk => pauseRisk(live, wanted, 'the new one is', copied);

/** A container that ends and starts again. */
export const restartedRisk = (live: CompletedContainer, wanted: CompletedContainer): Risk =>
  pauseRisk(live, wanted, 'it is');

function pauseRisk(
  live: CompletedContainer,
  { health }: CompletedContainer,
  who: string,
  copied: readonly string[] = [],
): Risk {
  const once = copied.length > 0 ? ` once volume ${copied.join(' and ')} has been copied` : '';
  const proof = health
    ? `; ${who} healthy within ${formatDuration(proving(health))}, or given up`
    : '';
  return risk(`stops ${stopping(live)}, then starts${once}${proof}`);
}

/** A container that ends and has no successor. */
export const removedRisk = (live: CompletedContainer): Risk =>
  risk(`stops for good, ${stopping(live)}`);

/** A container that is to stand still. */
export const stoppedRisk = (live: CompletedContainer): Risk =>
  risk(`stops ${stopping(live)}, and stays stopped`);

/** A running container that leaves networks, for good or to be connected otherwise. */
export function networkRisks(
  changes: readonly Change[],
  { networks }: CompletedContainer,
): readonly Risk[] {
  const left = changes.flatMap(({ path, before }) => {
    const [attribute, network, ...rest] = parsePath(path);
    const connects = before === undefined && rest.length === 0;
    return attribute === 'networks' && network !== undefined && !connects ? [network] : [];
  });
  return [...new Set(left)].map((network) =>
    networks[network]
      ? risk(`is off network ${network} for a moment, while it is connected anew`)
      : risk(`leaves network ${network}: what it serves there ends`),
  );
}
