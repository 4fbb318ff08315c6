/*
 * Completion at a place: finds out where the cursor is and asks those who know what goes there.
 */
import { spanBetween } from '../../syntax/index.js';
import type { Place } from '../world.js';
import type { Completion, Completions } from './completion.js';
import { offerClauses, offerDeclarations } from './offer-declarations.js';
import { offerKeys, offerMembers, offerStates, offerTypes } from './offer-members.js';
import { offerInString } from './offer-strings.js';
import { offerValues } from './offer-values.js';
import { locate, type Located } from './site.js';

/** What may be written at an offset. */
export function complete(place: Place, offset: number): Completions {
  const located = locate(place, offset);
  const { site, prefix } = located;
  // In a path the last part is replaced, dots and all.
  const typed = site.kind === 'string' ? (/[^/]*$/.exec(site.before)?.[0] ?? '') : prefix;
  const span = spanBetween(place.file.source, offset - typed.length, offset);
  const own = ownName(located);
  const items = offer(place, located).filter(({ label }) => label !== '' && !own(label));
  return { span, items };
}

/** Whether a label is what is being declared here: nothing can be made of itself. */
function ownName({ chunk }: Located): (label: string) => boolean {
  const [declaration] = chunk.tree.declarations;
  switch (declaration?.kind) {
    case 'let':
    case 'param':
    case 'type':
    case 'fn': {
      const { name } = declaration.name;
      return (label) => label === name;
    }
    case 'resource': {
      const { name } = declaration.name;
      return (label) => label.startsWith(`${name} is `);
    }
    default:
      return () => false;
  }
}

function offer(place: Place, { site, chunk }: Located): readonly Completion[] {
  switch (site.kind) {
    case 'top':
      return offerDeclarations(place);
    case 'clauses':
      return offerClauses(place);
    case 'string':
      return offerInString(place, { ...site, chunk });
    case 'nothing':
      return [];
    case 'name':
      return offerForName(site);
    default:
      return site satisfies never;
  }
}

function offerForName({
  use,
  context,
  around,
  isBare = false,
}: Extract<Located['site'], { kind: 'name' }>): readonly Completion[] {
  switch (use.position) {
    case 'expression':
      return offerValues(context);
    case 'callee':
      return offerValues(context).filter(
        ({ kind }) => kind === 'function' || kind === 'constructor',
      );
    case 'member':
      return offerMembers(use, context);
    case 'key':
      return offerKeys(use, context, isBare);
    case 'type':
      return offerTypes(context);
    case 'state': {
      const condition = around.findLast((one) => one.kind === 'binary' && one.operator === 'is');
      const left = condition?.kind === 'binary' ? condition.left : undefined;
      return offerStates(context, left?.kind === 'name' ? left.name : undefined);
    }
    case 'engine':
      return ['docker', 'embedded', 'podman'].map((label) => ({ label, kind: 'value', rank: 0 }));
    case 'declaration':
    case 'kind':
      return [];
    default:
      return use.position satisfies never;
  }
}
