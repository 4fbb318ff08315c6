/*
 * Helpers for tests of the engine on a real kernel. Not part of the product.
 */
export {
  leftovers,
  settledLeftovers,
  takeSnapshot,
  type HostSnapshot,
  type SnapshotOptions,
} from './host-snapshot.js';
export { registryUser, startRegistry, whyNoRegistry, type TestRegistry } from './registry.js';
export { cannotRunContainers, faultOf, makeTestHost, type TestHost } from './test-host.js';
export {
  digestOf,
  publish,
  startLying,
  type Lie,
  type LyingRegistry,
  type Published,
} from '../registry/lying-registry-fixture.js';
