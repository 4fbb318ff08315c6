/*
 * A graph of waits that takes an edge only where it closes no circle. It keeps an order in which
 * everything comes after what it waits for, so that an edge along the order needs no search, and one
 * against it only a search between its two ends (Pearce and Kelly, "A dynamic topological sort
 * algorithm for directed acyclic graphs", 2007).
 */
export interface Waits {
  /** Lets one wait for another, unless that waits for it already. Says whether it does now. */
  add(id: string, after: string): boolean;
  /** What one waits for, in the order of adding. */
  of(id: string): readonly string[];
}

interface Node {
  readonly id: string;
  readonly after: Set<string>;
  readonly nodes: Set<Node>;
  readonly dependents: Set<Node>;
  place: number;
}

interface Given {
  readonly id: string;
  /** Of one another; they close no circle. */
  readonly after: readonly string[];
}

/** The waits that are there from the start. */
export function newWaits(given: readonly Given[]): Waits {
  const nodes = new Map<string, Node>();
  for (const [place, { id, after }] of depthFirst(given).entries()) {
    const node: Node = {
      id,
      after: new Set(after),
      nodes: new Set(),
      dependents: new Set(),
      place,
    };
    nodes.set(id, node);
    for (const other of after) link(node, nodes.get(other));
  }
  return {
    of: (id) => [...(nodes.get(id)?.after ?? [])],
    add: (id, after) => {
      const [node, other] = [nodes.get(id), nodes.get(after)];
      if (!node || !other || !makeRoom(node, other)) return false;
      node.after.add(after);
      link(node, other);
      return true;
    },
  };
}

/**
 * Each after what it waits for, as far as they close no circle, and near to it: what is given together
 * mostly stays so.
 */
export function depthFirst(given: readonly Given[]): readonly Given[] {
  const all = new Map(given.map((one) => [one.id, one]));
  const entered = new Set<Given>();
  const sorted = new Set<Given>();
  for (const first of given) {
    const pending = [first];
    for (let one = pending.at(-1); one; one = pending.at(-1)) {
      if (entered.has(one)) {
        sorted.add(one);
        pending.pop();
        continue;
      }
      entered.add(one);
      for (const id of one.after) {
        const other = all.get(id);
        if (other && !entered.has(other)) pending.push(other);
      }
    }
  }
  return [...sorted];
}

function link(node: Node, other: Node | undefined): void {
  if (!other) return;
  node.nodes.add(other);
  other.dependents.add(node);
}

/** Puts one after another, and what depends on either with it; `false` where that cannot be. */
function makeRoom(node: Node, other: Node): boolean {
  if (node === other) return false;
  if (other.place < node.place) return true;
  const earlier = reach(
    other,
    ({ nodes }) => nodes,
    (place) => place >= node.place,
  );
  if (earlier.has(node)) return false;
  const later = reach(
    node,
    ({ dependents }) => dependents,
    (place) => place <= other.place,
  );
  const moving = [...inOrder(earlier), ...inOrder(later)];
  const places = moving.map(({ place }) => place).sort((a, b) => a - b);
  for (const [index, one] of moving.entries()) one.place = places[index] ?? one.place;
  return true;
}

const inOrder = (nodes: ReadonlySet<Node>): readonly Node[] =>
  [...nodes].sort((a, b) => a.place - b.place);

/** All that is reached from a node by way of those whose place is within bounds. */
function reach(
  from: Node,
  next: (node: Node) => ReadonlySet<Node>,
  isWithin: (place: number) => boolean,
): ReadonlySet<Node> {
  const seen = new Set([from]);
  // A set is walked in the order of insertion, what is added on the way included.
  for (const node of seen) {
    for (const one of next(node)) if (isWithin(one.place)) seen.add(one);
  }
  return seen;
}
