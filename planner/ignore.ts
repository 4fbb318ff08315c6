/*
 * Attributes whose changes are ignored: a wanted definition has there what the living object has, so
 * that no difference arises, and a successor made for another reason takes it over. What does not
 * exist yet is made as written. The record keeps what was written.
 */
import {
  completeContainer,
  type CompletedContainer,
  type CompletedNetwork,
  type Diagnostic,
  type NetworkSpec,
  type ObservedContainer,
  type Resource,
  networkSpecOfCompleted,
  predecessorSuffix,
} from '../model/index.js';
import { parsePath } from './diff.js';
import type { DesiredOf } from './facts.js';

/** Whether a path is one of those that are ignored, or lies within one. */
export function isIgnored(path: string, ignored: readonly string[]): boolean {
  return ignored.some((one) => {
    const next = path[one.length];
    return path.startsWith(one) && (next === undefined || next === '.' || next === '[');
  });
}

const isMembers = <T>(value: T): value is T & Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `wanted` with what `live` has at a path, where both have what is around it. */
function takeOver<T>(wanted: T, live: T, path: readonly string[]): T {
  const [key, ...inner] = path;
  if (key === undefined) return live;
  if (!isMembers(wanted) || !isMembers(live)) return wanted;
  if (inner.length > 0) {
    return { ...wanted, [key]: takeOver<unknown>(wanted[key], live[key], inner) };
  }
  const copy = { ...wanted, [key]: live[key] };
  if (live[key] === undefined) Reflect.deleteProperty(copy, key);
  return copy;
}

/** A completed definition with what the living object has where changes are ignored. */
export function takeOverIgnored<T>(wanted: T, live: T, ignored: readonly string[]): T {
  return ignored.reduce((taken, path) => takeOver(taken, live, parsePath(path)), wanted);
}

/**
 * A container as it is wanted beside the one that is there.
 * @param kept further paths at which it is wanted as it is
 */
export function containerBeside(
  desired: DesiredOf<'container'>,
  current: ObservedContainer,
  kept: readonly string[] = [],
): DesiredOf<'container'> {
  const { resource } = desired;
  const ignored = [...resource.lifecycle.ignoreChanges, ...kept];
  if (ignored.length === 0) return desired;
  const keepsName = isIgnored('name', ignored) && !current.name.endsWith(predecessorSuffix);
  const name = keepsName ? current.name : resource.spec.name;
  const spec = { ...resource.spec, name };
  const { image } = current.completed;
  const completed: CompletedContainer = isIgnored('image', ignored)
    ? completeContainer({ ...spec, image }, current.imageConfig)
    : { ...desired.completed, name };
  const others = ignored.filter((path) => path !== 'name');
  return {
    ...desired,
    resource: { ...resource, spec },
    completed: takeOverIgnored(completed, current.completed, others),
  };
}

/** The spec of a network that a completed one stands for. */
export function networkSpecOf(completed: CompletedNetwork): NetworkSpec {
  const { internal, labels } = completed;
  return { ...networkSpecOfCompleted(completed).spec, internal, labels };
}

/** An image is what its content is, so that none of its changes can be left out. */
export function checkIgnored(resources: readonly Resource[]): readonly Diagnostic[] {
  return resources.flatMap(({ kind, address, lifecycle, spans, span }): readonly Diagnostic[] => {
    if (kind !== 'image' || lifecycle.ignoreChanges.length === 0) return [];
    return [
      {
        code: 'ignore-image',
        severity: 'error',
        summary: `${address} cannot ignore changes`,
        detail:
          'An image is what it is made from, and another content is another image. ' +
          'Let the containers on it ignore changes of `image`, if they are to stay on an older one.',
        span: spans['lifecycle.ignore_changes'] ?? spans['lifecycle'] ?? span,
      },
    ];
  });
}
