/*
 * The order in which resources come into being has no circles. Using a name orders nothing.
 */
import type { Dependency, Diagnostic, Resource } from '../../../model/index.js';
import { diagnose } from '../../diagnostics/diagnose.js';

interface Step {
  readonly address: string;
  readonly dependency: Dependency;
}

/** Reports each circle once. */
export function checkOrder(resources: readonly Resource[]): Diagnostic[] {
  const edges = new Map(
    resources.map(({ address, dependsOn }) => [
      address,
      dependsOn.filter(({ condition }) => condition !== 'named'),
    ]),
  );
  const finished = new Set<string>();
  const found: Diagnostic[] = [];
  for (const { address } of resources) {
    const circle = findCircle(address, edges, finished);
    if (circle) found.push(describeCircle(circle));
  }
  return found;
}

/** Walks depth first with a stack of its own, so that long chains are no problem. */
function findCircle(
  start: string,
  edges: ReadonlyMap<string, readonly Dependency[]>,
  finished: Set<string>,
): Step[] | undefined {
  const path: (Step & { next: number })[] = [];
  const onPath = new Map<string, number>();
  let circle: Step[] | undefined;
  const enter = (address: string): void => {
    const [first] = edges.get(address) ?? [];
    if (finished.has(address) || !first) finished.add(address);
    else {
      onPath.set(address, path.length);
      path.push({ address, dependency: first, next: 0 });
    }
  };
  enter(start);
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const dependency = edges.get(top.address)?.[top.next];
    if (!dependency) {
      finished.add(top.address);
      onPath.delete(top.address);
      path.pop();
      continue;
    }
    path[path.length - 1] = { ...top, dependency, next: top.next + 1 };
    const back = onPath.get(dependency.address);
    if (back === undefined) enter(dependency.address);
    else circle ??= path.slice(back);
  }
  return circle;
}

function describeCircle(circle: readonly Step[]): Diagnostic {
  const [first] = circle;
  const names = [...circle.map(({ address }) => address), first?.address ?? ''];
  const needs = {
    exists: 'needs',
    started: 'waits for',
    healthy: 'waits for',
    completed: 'waits for',
    named: 'uses',
  };
  return diagnose('cycle', first?.dependency.span, {
    summary: `${names.join(' -> ')} is a cycle`,
    detail: 'Each of these has to wait for the next, so none can begin.',
    labels: circle.map(({ address, dependency }) => ({
      span: dependency.span,
      text: `${address} ${needs[dependency.condition]} ${dependency.address}`,
    })),
  });
}
