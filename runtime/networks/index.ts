/*
 * Bridges between containers, their name server, and the ports of the host that lead to them.
 */
export { sweepFirewall } from './firewall.js';
export { createNamespace, forgetNamespace, nameNamespace } from './namespace.js';
export { changeNames, forgetNames, nameServerRuns, reviveNameServer } from './name-server.js';
export { attach, detach, pairFor } from './attach.js';
export { publishPorts } from './forwards.js';
export { bridgesThere, occupiedAnywhere, occupiedHere } from './home.js';
export { type Attachment, type Member } from './netavark.js';
export {
  createNetwork,
  findNetwork,
  forgetNetwork,
  listNetworks,
  networkShape,
  refuseForeignRoute,
  type NetworkRecord,
  type NetworkRequest,
} from './networks.js';
export { holdPorts, parsePorts, portsClash, type PortHold, type PublishedPort } from './ports.js';
export {
  addressNumber,
  freeAddress,
  isUsable,
  occupiedSubnets,
  overlaps,
  parseSubnet,
  subnetText,
  type Occupied,
} from './subnet.js';
