/*
 * `--replace`: what is made anew although nothing of it differs. Who uses it goes along, as with any
 * other replacement; what it loses has to be allowed as with any other.
 */
import {
  isWithin,
  parseAddress,
  type Cause,
  type Diagnostic,
  type Resource,
} from '../model/index.js';
import type { Draft } from './draft.js';
import type { PlanInput } from './facts.js';
import { addressesMeant } from './scope.js';

/** The addresses that are to be replaced, or why they cannot be. */
export function askedAnew(
  { replace = [], choice }: Pick<PlanInput, 'replace' | 'choice'>,
  written: readonly Resource[],
): { readonly anew: ReadonlySet<string>; readonly diagnostics: readonly Diagnostic[] } {
  const known = written.map(({ address }) => address);
  const asked = addressesMeant('--replace', replace, known);
  const kinds = new Map(written.map(({ address, kind }) => [address, kind]));
  const diagnostics = asked.diagnostics.map((one): Diagnostic => ({
    ...one,
    code: 'not-replaceable',
    detail: (one.detail ?? '').replace(/^[^.]*\. /, 'Only what the files write can be made anew. '),
  }));
  const isNamed = (address: string): boolean =>
    replace.some((text) => parseAddress(text) !== undefined && isWithin(address, text));
  for (const address of asked.addresses) {
    if (kinds.get(address) === 'image' && isNamed(address)) diagnostics.push(imageStays(address));
    else if (choice && !choice.addresses.has(address)) diagnostics.push(notChosen(address));
  }
  return {
    anew: new Set(asked.addresses.filter((address) => kinds.get(address) !== 'image')),
    diagnostics,
  };
}

const refused = (address: string, why: string): Diagnostic => ({
  code: 'not-replaceable',
  severity: 'error',
  summary: `${address} cannot be replaced`,
  detail: why,
});

const imageStays = (address: string): Diagnostic =>
  refused(
    address,
    'An image is what it is made from: built again from the same it is the same, and there is nothing to replace. ' +
      'Replace the containers on it, or change what it is made from.',
  );

const notChosen = (address: string): Diagnostic =>
  refused(address, 'It is not chosen, and what is not chosen stays as it is. Choose it too.');

/** Why something is made anew that does not differ. */
export function askedCauses({ anew }: Draft, address: string): readonly Cause[] {
  return anew.has(address) ? [askedCause] : [];
}

export const askedCause: Cause = { text: 'asked for with --replace' };
