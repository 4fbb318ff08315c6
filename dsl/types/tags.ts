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
    parts = { variants, others };
    known.set(union, parts);
  }
  return parts;
}

/**
 * Goes from tag to tag until no more than one variant is left, or no tag tells more.
 * @param choose gives those of the variants that the value of a tag allows; other things end it all
 */
export function chooseVariants<T extends string>(
  variants: readonly Variant[],
  choose: (tag: string, among: readonly Variant[]) => readonly Variant[] | T,
): readonly Variant[] | T {
  const used = new Set<string>();
  let left = variants;
  while (left.length > 1) {
    const tag = left === variants ? firstTag(variants) : mostTelling(left, used);
    if (tag === undefined) return left;
    used.add(tag);
    const chosen = choose(tag, left);
    if (typeof chosen === 'string') return chosen;
    left = chosen;
  }
  return left;
}

/** The literals that a field of a variant may be; none where it may be something else, or be absent. */
export function literalsOf({ shape }: Variant, field: string): readonly LiteralType[] {
  const found = shape.fields.get(field);
  if (!found?.required) return [];
  const members = membersOf(shapeOf(found.type));
  const literals = members.filter((type): type is LiteralType => type.kind === 'literal');
  return literals.length === members.length ? literals : [];
}

const firstTags = new WeakMap<readonly Variant[], { readonly tag: string | undefined }>();

/** The field to look at first; asked for every object of a union, and always the same. */
function firstTag(variants: readonly Variant[]): string | undefined {
  let first = firstTags.get(variants);
  if (!first) {
    first = { tag: mostTelling(variants, new Set()) };
    firstTags.set(variants, first);
  }
  return first.tag;
}

/** The field that leaves the fewest variants, of those that all of them have as a tag. */
function mostTelling(variants: readonly Variant[], used: ReadonlySet<string>): string | undefined {
  const [first] = variants;
  let best: string | undefined;
  let fewest = variants.length;
  for (const field of first?.shape.fields.keys() ?? []) {
    const isTag = variants.every((variant) => literalsOf(variant, field).length > 0);
    if (!isTag || used.has(field)) continue;
    const ambiguity = ambiguityOf(variants, field);
    if (ambiguity < fewest) [best, fewest] = [field, ambiguity];
  }
  return best;
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
