/*
 * Unions: which member a value is meant to be is decided first, by its kind and by tags, so that
 * what is wrong is said of that member alone.
 */
import { nearestName } from '../../model/index.js';
import type { Diagnostic } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { describeType } from '../types/describe.js';
import { chooseVariants, literalsOf, tagValues, unionParts, type Variant } from '../types/tags.js';
import {
  isNullable,
  membersOf,
  shapeOf,
  withoutNull,
  type Type,
  type UnionType,
} from '../types/type.js';
import { conform } from './conform.js';
import { isLiteral } from './equality.js';
import { declaredLabels, mismatch, notAmong } from './conform-messages.js';
import { conformObject } from './conform-objects.js';
import { kindOf } from './operators.js';
import { overheard } from './quiet.js';
import { at, say, type Slot } from './slot.js';
import {
  describeValue,
  isPoison,
  madeFrom,
  poison,
  unknownValue,
  type ObjectValue,
  type Value,
} from './value.js';

/** Checks a value against the member of a union that it is meant to be. */
export function conformUnion(slot: Slot, value: Value, type: UnionType): Value {
  const bare: Value = value.otherwise ? { ...value, otherwise: [] } : value;
  const { variants, others } = unionParts(type);
  if (value.kind === 'null' && isNullable(type)) return value;
  if (bare.kind === 'object' && variants.length > 0 && !others.some(takesObjects)) {
    return conformVariants(slot, bare, type, variants);
  }
  if (membersOf(type).some((member) => member.kind === 'literal' && isLiteral(value, member))) {
    return value;
  }
  const fitting = firstFitting(slot, bare, membersOf(type));
  return fitting ?? noneFits(slot, bare, type);
}

const takesObjects = (type: Type): boolean =>
  ['map', 'variant', 'any'].includes(shapeOf(type).kind);

/** The value by the first type that takes it; what is said on the way counts only then. */
function firstFitting(slot: Slot, value: Value, types: readonly Type[]): Value | undefined {
  for (const type of types) {
    const said: Diagnostic[] = [];
    const session = overheard(slot.session, (one) => said.push(one));
    const result = conform({ ...slot, session, live: true }, value, type);
    if (isPoison(result) || said.some(({ severity }) => severity === 'error')) continue;
    for (const diagnostic of said) slot.session.report(diagnostic);
    return result;
  }
  return undefined;
}

/** What fits no member is measured by the only one of its kind, or told what there is. */
function noneFits(slot: Slot, value: Value, type: UnionType): Value {
  const candidates = membersOf(withoutNull(type));
  const [only, ...more] = candidates;
  if (only && more.length === 0) return conform(slot, value, only);
  const sameKind = candidates.filter((member) => isOfKind(value, member));
  const [one, ...others] = sameKind;
  if (one && others.length === 0) return conform(slot, value, one);
  if (others.length > 0) return notAmong(slot, value, type, sameKind);
  return candidates.every((member) => member.kind === 'literal')
    ? notAmong(slot, value, type, candidates)
    : mismatch(slot, value, type);
}

const isOfKind = (value: Value, type: Type): boolean => {
  const kind = kindOf(unknownValue(shapeOf(type), value.span));
  return kind === value.kind || (kind === 'float' && value.kind === 'int');
};

/** Chooses among objects by their tags, the most telling first. */
function conformVariants(
  slot: Slot,
  value: ObjectValue,
  type: UnionType,
  variants: readonly Variant[],
): Value {
  const candidates = chooseVariants(variants, (tag, among) => byTag(slot, value, type, among, tag));
  if (candidates === 'unknown') return unknownValue(type, value.span, madeFrom(value));
  if (candidates === 'wrong') return poison(value.span);
  const [only, ...others] = candidates;
  if (!only) return poison(value.span);
  if (others.length === 0) return conform(slot, value, only.type);
  const types = candidates.map((variant) => variant.type);
  return (
    firstFitting(slot, value, types) ?? conform(slot, value, mostAlike(value, candidates).type)
  );
}

/** Of variants that nothing tells apart, the one with most of the fields that are written. */
function mostAlike(value: ObjectValue, [first, ...others]: readonly Variant[]): Variant {
  if (!first) throw new Error('a union of no variants');
  const common = ({ shape }: Variant): number =>
    [...value.members.keys()].filter((name) => shape.fields.has(name)).length;
  return others.reduce((best, one) => (common(one) > common(best) ? one : best), first);
}

/** The variants that a tag allows; `wrong` where it allows none, which is reported. */
function byTag(
  slot: Slot,
  value: ObjectValue,
  type: UnionType,
  variants: readonly Variant[],
  tag: string,
): readonly Variant[] | 'unknown' | 'wrong' {
  const member = value.members.get(tag);
  const path = slot.path === '' ? tag : `${slot.path}.${tag}`;
  const allowed = tagValues(variants, tag);
  const list = allowed.map((literal) => describeType(literal)).join(', ');
  if (!member || member.value.kind === 'null') {
    say(slot, missingTag(slot, value, type, tag, list), 'type');
    return 'wrong';
  }
  if (isPoison(member.value)) return 'wrong';
  if (member.value.kind === 'unknown') return 'unknown';
  const fitting = variants.filter((variant) =>
    literalsOf(variant, tag).some((literal) => isLiteral(member.value, literal)),
  );
  if (fitting.length > 0) return fitting;
  const values = allowed.map((literal) => literal.value);
  say(slot, unknownTag(path, member.value, type, values, list), 'type');
  return 'wrong';
}

function missingTag(slot: Slot, value: ObjectValue, type: Type, tag: string, list: string) {
  const misspelt = nearestName(tag, value.members.keys());
  const written = misspelt === undefined ? undefined : value.members.get(misspelt);
  return diagnose('missing-tag', written?.keySpan ?? value.span, {
    summary: `${at(slot)} needs \`${tag}\`, which says what it is`,
    detail: `It is one of ${list}.`,
    labels: declaredLabels(type),
    fix: written && { title: `write \`${tag}\``, span: written.keySpan, text: tag },
  });
}

function unknownTag(
  path: string,
  value: Value,
  type: Type,
  allowed: readonly (string | number | boolean)[],
  list: string,
) {
  const texts = allowed.filter((one) => typeof one === 'string');
  const nearest = value.kind === 'string' ? nearestName(value.value, texts) : undefined;
  const found = 'value' in value ? JSON.stringify(value.value) : describeValue(value);
  const text = JSON.stringify(nearest);
  return diagnose('unknown-tag', value.span, {
    summary: `\`${path}\` cannot be ${found}`,
    detail: `It is one of ${list}.`,
    labels: declaredLabels(type),
    fix: nearest === undefined ? undefined : { title: `write ${text}`, span: value.span, text },
  });
}

/** Checks an object of a schema whose `kind` chooses what else there is. */
export function conformVariant(
  slot: Slot,
  value: Value,
  type: Extract<Type, { kind: 'variant' }>,
): Value {
  const forms = [...type.variants.keys()];
  if (value.kind !== 'object') {
    const diagnostic = diagnose('type-mismatch', value.span, {
      summary: `${at(slot)} cannot be ${describeValue(value)}`,
      detail:
        `${type.description ?? ''} It is one of ${forms.map((name) => `\`${name}\``).join(', ')}.`.trim(),
    });
    say(slot, diagnostic, 'type');
    return poison(value.span);
  }
  const tag = value.members.get('kind')?.value;
  if (tag?.kind === 'unknown') return unknownValue(type, value.span, madeFrom(value));
  const variant = tag?.kind === 'string' ? type.variants.get(tag.value) : undefined;
  if (variant) {
    // Of what a function has made, the call is what people have written.
    const named = value.call === undefined ? slot : { ...slot, path: `${value.call}(…)` };
    return conformObject(named, value, variant);
  }
  const list = forms.map((name) => JSON.stringify(name)).join(', ');
  const path = slot.path === '' ? 'kind' : `${slot.path}.kind`;
  say(
    slot,
    tag && tag.kind !== 'null'
      ? unknownTag(path, tag, type, forms, list)
      : missingTag(slot, value, type, 'kind', list),
    'type',
  );
  return poison(value.span);
}
