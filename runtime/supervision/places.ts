/* Where the files of an agent are: under the run root, for none of them is of use after a boot. */
import { join } from 'node:path';
import type { Store } from '../store/index.js';

export interface AgentPlaces {
  readonly directory: string;
  /** Says who the agent is. */
  readonly note: string;
  /** What an agent that a command has started says; one of systemd's speaks to the journal. */
  readonly log: string;
}

export function agentPlaces(store: Pick<Store, 'runRoot'>): AgentPlaces {
  const directory = join(store.runRoot, 'agent');
  return { directory, note: join(directory, 'agent.json'), log: join(directory, 'log') };
}
