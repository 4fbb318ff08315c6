/*
 * Supervision: what is done for containers when no command runs.
 */
export { runAgent, type AgentEnd, type AgentOptions } from './agent.js';
export { hasContainers, isPressing, readCharges, type Charge } from './charges.js';
export { agentPlaces } from './places.js';
export { awaitIdleAgent, dismissAgent, forgetAgent, readPost, type AgentNote } from './post.js';
export { installedUnit, installUnit, uninstallUnit, unitName, type Manager } from './unit.js';
export { ensureAgent, mayStartAgents } from './start-agent.js';
