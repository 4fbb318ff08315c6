/*
 * The connections to an engine that are open: kept for the next call, and shared by all who speak to it.
 * Where few are to be had, what may take long waits for no other: one call that waits for a container
 * would keep up the one that stops it.
 */
import { Agent, type AgentOptions } from 'node:http';
import type { Dialer } from '../reach/dial.js';

export interface Connections {
  /** For calls that are answered at once. */
  readonly short: Agent;
  /** For those that are answered when something has happened, and for connections that are handed over. */
  readonly long: Agent;
  close(): void;
}

/** An agent that keeps connections which the dialer makes. */
function agentOver(dialer: Dialer, more: AgentOptions = {}): Agent {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 16, ...more });
  agent.createConnection = () => dialer.connect();
  return agent;
}

/** None is made before the first call. */
export function openConnections(dialer: Dialer): Connections {
  const { shortConnections } = dialer;
  const isFree = shortConnections === undefined;
  const short = agentOver(dialer, isFree ? {} : { maxSockets: shortConnections });
  const long = isFree ? short : agentOver(dialer);
  return {
    short,
    long,
    close: () => {
      short.destroy();
      long.destroy();
      dialer.close();
    },
  };
}
