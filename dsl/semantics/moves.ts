/*
 * Moves to what became of each resource: a move of a family or module is one of every resource in
 * it, and moves that follow each other lead to the last place.
 */
import { isWithin, type Moved, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Evaluation } from './evaluation.js';
import type { PlacedResource, Places } from './places.js';
import type { WrittenAddress } from './written-address.js';

export interface WrittenMove {
  readonly from: WrittenAddress;
  readonly to: WrittenAddress;
  readonly span: Span;
}
type Report = Evaluation['report'];

/** One move for each resource that has been elsewhere; what cannot be is reported. */
export function resolveMoves(
  report: Report,
  moves: readonly WrittenMove[],
  places: Places,
): readonly Moved[] {
  const found: Moved[] = [];
  const ends = new Map<string, WrittenMove>();
  const inCircles = new Set<WrittenMove>();
  for (const move of moves) {
    const way = follow(move, moves, places);
    const last = way.at(-1);
    if (!last) continue;
    if (last.cycle) {
      const steps = way.map((step) => step.move);
      if (!steps.some((step) => inCircles.has(step))) report(circle(steps));
      for (const step of steps) inCircles.add(step);
      continue;
    }
    const targets = places.at(last.to);
    if (targets.length === 0) {
      // Only the last of a chain is wrong then.
      if (way.length === 1) places.reportAbsent(move.to);
      continue;
    }
    const twin = way.length === 1 ? ends.get(move.to.text) : undefined;
    if (twin) report(twoInOne(move, twin));
    ends.set(move.to.text, move);
    for (const { address } of targets) {
      const from = `${move.from.text}${address.slice(last.to.length)}`;
      const still = places.all.get(from);
      // Where something else moves to, as when two change places, there is something still.
      if (still && !moves.some((one) => one !== move && isWithin(from, one.to.text))) {
        report(stillThere(move, still));
        break;
      }
      found.push({ from, to: address, span: move.span });
    }
  }
  return found;
}

interface WayStep {
  readonly move: WrittenMove;
  /** Where it leads what the first move took. */
  readonly to: string;
  readonly cycle: boolean;
}

/** The moves that follow one, with where each leads; they end where something is written. */
function follow(first: WrittenMove, moves: readonly WrittenMove[], places: Places): WayStep[] {
  const way: WayStep[] = [{ move: first, to: first.to.text, cycle: false }];
  for (let last = way[0]; last && !last.cycle;) {
    const { to, move } = last;
    if (places.at(to).length > 0) return way;
    const next = moves.find((one) => one !== move && isWithin(to, one.from.text));
    if (!next) return way;
    const cycle = way.some((step) => step.move === next);
    last = { move: next, to: `${next.to.text}${to.slice(next.from.text.length)}`, cycle };
    way.push(last);
  }
  return way;
}

function circle(moves: readonly WrittenMove[]) {
  const last = moves.at(-1);
  const start = moves.findIndex((move) => move === last);
  const ring = moves.slice(start);
  const names = ring.map(({ from }) => from.text);
  return diagnose('cycle', last?.from.span, {
    summary: `${names.join(' -> ')} is a circle of moves`,
    detail: 'Each of these says that what was at one place is at the next.',
    labels: ring.slice(1).map(({ from, to }) => ({
      span: from.span,
      text: `\`${from.text}\` is moved to \`${to.text}\``,
    })),
  });
}

const stillThere = ({ from }: WrittenMove, { address, span }: PlacedResource) =>
  diagnose('invalid-statement', from.span, {
    summary: `\`${address}\` is still written, so it has not moved`,
    detail: 'Remove the resource at the old address, or this statement.',
    labels: [{ span, text: 'it is here' }],
  });

const twoInOne = ({ to }: WrittenMove, twin: WrittenMove) =>
  diagnose('invalid-statement', to.span, {
    summary: `two things are moved to \`${to.text}\``,
    labels: [{ span: twin.to.span, text: 'the first is here' }],
  });
