/*
 * A container that may do whatever root of the host may: nothing keeps what breaks into it inside.
 */
import type { ResourceOf } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { placeOf } from '../semantics/checks/clashes.js';
import { containersOf, type Lint } from './lint.js';

export const privilegedContainer: Lint = (input) =>
  containersOf(input).flatMap((container) => {
    const found = reasonOf(container);
    if (!found) return [];
    return diagnose('privileged-container', placeOf(container, ...found.paths), {
      summary: `${container.address} ${found.text}`,
      detail: 'What breaks into it has the host. Name the single capabilities that it needs.',
    });
  });

interface Reason {
  readonly text: string;
  readonly paths: readonly string[];
}

function reasonOf({ spec }: ResourceOf<'container'>): Reason | undefined {
  if ('privileged' in spec && spec.privileged) {
    return { text: 'is privileged', paths: ['privileged'] };
  }
  const all = spec.cap_add?.indexOf('ALL') ?? -1;
  if (all === -1) return undefined;
  return { text: 'has every capability', paths: [`cap_add[${all}]`, 'cap_add'] };
}
