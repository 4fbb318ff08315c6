/*
 * Whether containers of a store need an agent, and whether one runs: what `doctor` shows of supervision.
 */
import type { Store } from '../store/index.js';
import {
  agentPlaces,
  installedUnit,
  isPressing,
  mayStartAgents,
  readCharges,
  readPost,
  unitName,
  type Charge,
} from '../supervision/index.js';
import type { Finding } from './doctor.js';

const part = 'agent';
const why =
  'it runs health checks, and starts containers after a boot or when their monitor was killed';

/** @param store absent where there is none yet */
export async function agentFinding(store: Store | undefined): Promise<Finding> {
  if (store === undefined) return { part, severity: 'fine', found: 'not needed', why };
  const manager = installedUnit(store);
  const all = await readCharges(store);
  const charges = manager === undefined ? all.filter(isPressing) : all;
  const needed = charges.length === 0 ? 'not needed' : `needed for ${named(charges)}`;
  const agent = await readPost(store);
  const unit = manager === undefined ? '' : `; ${manager} unit ${unitName(store)}`;
  if (agent !== undefined) {
    const who = agent === 'unknown' ? 'runs' : `process ${agent.pid}, version ${agent.version}`;
    const isOwn = agent !== 'unknown' && agent.manner === 'background';
    const log = isOwn ? `; says what it does in ${agentPlaces(store).log}` : '';
    return { part, severity: 'fine', found: `${who}, ${needed}${log}${unit}`, why };
  }
  if (charges.length === 0) return { part, severity: 'fine', found: `${needed}${unit}`, why };
  const fix = mayStartAgents()
    ? 'the next command that is no plan starts one, such as: stowage ps'
    : 'STOWAGE_AGENT=off keeps commands from starting one: stowage agent';
  return { part, severity: 'warning', found: `none runs, ${needed}${unit}`, why, fix };
}

/** How many containers are named. */
const most = 3;

function named(charges: readonly Charge[]): string {
  const names = charges.slice(0, most).map(({ name, check, kept }) => {
    const causes = [...(check ? ['health check'] : []), ...(kept ? ['restart policy'] : [])];
    return `${name} (${causes.join(', ')})`;
  });
  const more = charges.length - names.length;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
