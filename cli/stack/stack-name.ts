/* The name of a stack that nobody has named yet. */
import { basename } from 'node:path';

/** A name that the language takes, from that of the directory. */
export function stackName(directory: string): string {
  const name = basename(directory)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '');
  return name.length > 1 ? name : 'my_stack';
}
