/* What can only be seen over the whole stack: clashes between resources, and circles of waiting. */
import type { Diagnostic, Resource } from '../../../model/index.js';
import { checkAddresses } from './addresses.js';
import { checkMounts, checkNames, checkPorts } from './clashes.js';
import type { LanguageHost } from '../../host.js';
import { checkDockerfiles } from './dockerfiles.js';
import { checkOrder } from './order.js';
import { checkPlatforms } from './platforms.js';
import { checkSettings } from './settings.js';
import { checkSharing } from './sharing.js';
import { checkSubnets } from './subnets.js';
import { checkTags } from './tags.js';

/** Checks the resources of a stack against each other. */
export function checkStack(
  resources: readonly Resource[],
  host: LanguageHost | undefined,
): Diagnostic[] {
  return [
    ...checkNames(resources),
    ...checkTags(resources),
    ...checkPorts(resources),
    ...checkMounts(resources),
    ...checkSettings(resources),
    ...checkSharing(resources),
    ...checkDockerfiles(resources, host),
    ...checkPlatforms(resources),
    ...checkSubnets(resources),
    ...checkAddresses(resources),
    ...checkOrder(resources),
  ];
}
