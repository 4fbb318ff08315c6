/*
 * Which member of a union an object is meant to be. Members that share required fields of literal
 * types are told apart by these tags; several tags may lead to one member, and where no single field
 * tells them all apart, the next one decides among those that are left.
 */
import {
  membersOf,
  shapeOf,
  type LiteralType,
  type ObjectType,
  type Type,
  type UnionType,
} from './type.js';

/** A member of a union that takes objects with certain fields. */
export interface Variant {
  /** As written, with its conditions. */
  readonly type: Type;
  readonly shape: ObjectType;
}
export interface UnionParts {
  readonly variants: readonly Variant[];
  /** All members that are no variants. */
  readonly others: readonly Type[];
  /** Fields that tell variants apart, the most telling first. */
  readonly tags: readonly string[];
}

const known = new WeakMap<UnionType, UnionParts>();

/** Takes a union apart; what comes out is kept for the next time. */
export function unionParts(union: UnionType): UnionParts {
  let parts = known.get(union);
  if (!parts) {
    const members = membersOf(union);
    const variants = members.flatMap((type) => {
      const shape = shapeOf(type);
      return shape.kind === 'object' ? [{ type, shape }] : [];
    });
    const others = members.filter((type) => shapeOf(type).kind !== 'object');
    parts = { variants, others, tags: tagsOf(variants) };
    known.set(union, parts);
  }
  return parts;
}

/** The variants of a union that an object may be, by the values that its tags have. */
export function variantsFor(
  union: UnionType,
  allows: (tag: string, literal: LiteralType) => boolean,
): readonly Variant[] {
  const { variants, tags } = unionParts(union);
  return variants.filter((variant) =>
    tags.every((tag) => literalsOf(variant, tag).some((literal) => allows(tag, literal))),
  );
}

/** The literals that a field of a variant may be; none where it may be something else, or be absent. */
export function literalsOf({ shape }: Variant, field: string): readonly LiteralType[] {
  const found = shape.fields.get(field);
  if (!found?.required) return [];
  const members = membersOf(shapeOf(found.type));
  const literals = members.filter((type): type is LiteralType => type.kind === 'literal');
  return literals.length === members.length ? literals : [];
}

function tagsOf(variants: readonly Variant[]): string[] {
  const [first, ...others] = variants;
  if (!first || others.length === 0) return [];
  const shared = [...first.shape.fields.keys()].filter((field) =>
    variants.every((variant) => literalsOf(variant, field).length > 0),
  );
  const ambiguity = new Map(shared.map((field) => [field, ambiguityOf(variants, field)]));
  return shared
    .filter((field) => (ambiguity.get(field) ?? 0) < variants.length)
    .sort((a, b) => (ambiguity.get(a) ?? 0) - (ambiguity.get(b) ?? 0));
}

/** The most variants that share one value of a field: 1 where the field tells all apart. */
function ambiguityOf(variants: readonly Variant[], field: string): number {
  const counts = new Map<unknown, number>();
  for (const variant of variants) {
    for (const { value } of literalsOf(variant, field)) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return Math.max(...counts.values());
}

/** The tags that lead to one of some variants, each once. */
export function tagValues(variants: readonly Variant[], field: string): LiteralType[] {
  const all = variants.flatMap((variant) => literalsOf(variant, field));
  return [...new Map(all.map((literal) => [literal.value, literal])).values()];
}
