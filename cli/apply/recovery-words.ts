/*
 * What is said of a recovery. A container has a predecessor beside it that comes back; a network has
 * none, and is made again.
 */
import { kindOfAddress } from '../../model/index.js';

/** What a recovery of an address does, has done, and could not do; each follows the address. */
export function recoveryWords(address: string): {
  readonly begins: string;
  readonly ends: string;
  readonly fails: string;
} {
  return kindOfAddress(address) === 'network'
    ? {
        begins: 'it is being made again as it was',
        ends: 'it is there again as it was',
        fails: 'it could not be made again as it was',
      }
    : {
        begins: 'its predecessor is being brought back',
        ends: 'its predecessor is back',
        fails: 'its predecessor could not be brought back',
      };
}
