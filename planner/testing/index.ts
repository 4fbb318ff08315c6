/* What tests plan with: a simulated engine, stacks in a few words, plans as lines. */
export { type ByHand } from './by-hand.js';
export { cheapFingerprint } from './cheap-fingerprint.js';
export { carryOutOn, shop, type CarryOut } from './carry-out.js';
export { allowedBy, livesOn } from './guard.js';
export type { Home } from './home.js';
export { newHost, type Applied, type Host, type Said } from './host.js';
export { life, type Life } from './lifecycle.js';
export { live } from './lives.js';
export { isApartFrom } from './parts.js';
export { planLines, stepIds, waitsFor } from './plan-lines.js';
export { containerIds, converges, hostWith, mounts, on, port, settles, shopStack } from './shop.js';
export {
  allGoesWell,
  Killed,
  simulateEngine,
  type Fault,
  type Knobs,
  type SimulatedEngine,
} from './simulated-engine.js';
export {
  container,
  excludes,
  image,
  imported,
  letGoOf,
  moved,
  network,
  noStatements,
  resolve,
  spanAt,
  targets,
  volume,
  type Written,
} from './stacks.js';
export { tellLife } from './story.js';
export { isUp, type World, type WorldContainer } from './world.js';
