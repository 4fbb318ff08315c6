/* What the digest of an image is kept under in a lock file. */
import {
  formatImageName,
  formatPlatform,
  formatTag,
  type ImageName,
  type Platform,
} from '../model/index.js';

/**
 * Name and tag, `nginx:1.27`, of which the digest is that of the index; for a platform `nginx:1.27 linux/arm64`, of
 * which it is that of its image alone. `undefined` for a name that has its digest itself.
 */
export function pinKey(name: ImageName, platform: Platform | undefined): string | undefined {
  if (platform) return `${formatImageName(name)} ${formatPlatform(platform)}`;
  return name.digest === undefined ? formatTag(name) : undefined;
}
