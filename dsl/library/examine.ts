/*
 * What a call looks into: walks through an argument as far as its shape does, which is not into
 * what a variable stands for. Finds the secrets, the values not known, and what they were made from;
 * and makes sure before that there is not too much of it.
 */
import { holdsSecret, uncover } from '../semantics/secret.js';
import { step, type Session } from '../semantics/session.js';
import { partsOf, type Value } from '../semantics/value.js';
import { findMisfit } from './fit.js';
import type { Shape } from './shape.js';

export interface Findings {
  /** Everything looked into that anything goes over from to the result. */
  readonly traced: Value[];
  /** Values under cover. */
  readonly secrets: Value[];
  /** Whether one is not known. */
  unknown: boolean;
}

export const noFindings = (): Findings => ({ traced: [], secrets: [], unknown: false });

/** Whether a value goes over to the result as it is. */
const isHandedOn = (shape: Shape): boolean =>
  shape.kind === 'variable' ||
  shape.kind === 'made' ||
  shape.kind === 'secret' ||
  (shape.kind === 'union' && shape.members.some(isHandedOn));

/** How many levels of lists and objects a shape looks into. */
export function levelsOf(shape: Shape): number {
  switch (shape.kind) {
    case 'any':
      return Infinity;
    case 'list':
      return isHandedOn(shape.item) ? 0 : 1 + levelsOf(shape.item);
    case 'map':
      return isHandedOn(shape.value) ? 0 : 1 + levelsOf(shape.value);
    case 'object':
      return 1 + Math.max(...shape.fields.map((field) => levelsOf(field.shape)));
    case 'secret':
      return levelsOf(shape.inner);
    case 'union':
      return Math.max(...shape.members.map(levelsOf));
    case 'plain':
    case 'variable':
    case 'made':
      return 0;
    default:
      return shape satisfies never;
  }
}

/** Looking at a value is little work, compared with evaluating an expression. */
const workPerValue = 1 / 20;
const workPerCharacter = 1 / 100;

/** Counts the work of looking into a value; false when there has been too much. */
export function isAffordable(session: Session, value: Value, levels: number): boolean {
  const length = 'value' in value && typeof value.value === 'string' ? value.value.length : 0;
  if (!step(session, value.span, workPerValue + length * workPerCharacter)) return false;
  if (levels === 0 && value.kind !== 'secret') return true;
  return partsOf(value).every((part) => isAffordable(session, part, levels - 1));
}

/** Looks into an argument. Gives it without the covers of what is looked into. */
export function examine(value: Value, shape: Shape, findings: Findings): Value {
  if (!isHandedOn(shape)) return look(value, shape, findings);
  // What is not known cannot be handed on.
  if (value.kind === 'unknown') findings.unknown = true;
  trace(value, findings);
  return value;
}

function trace(value: Value, findings: Findings): void {
  if (value.uses || value.late || value.revealed) findings.traced.push(value);
}

function look(value: Value, shape: Shape, findings: Findings): Value {
  if (isHandedOn(shape)) return value;
  trace(value, findings);
  if (value.kind === 'secret') {
    findings.secrets.push(value);
    return look(value.inner, shape, findings);
  }
  if (value.kind === 'unknown') {
    findings.unknown = true;
    if (holdsSecret(value)) findings.secrets.push(value);
    return uncover(value);
  }
  if (value.kind === 'ip' || value.kind === 'cidr') return asWritten(value, shape);
  if (value.kind !== 'list' && value.kind !== 'object') return value;
  const one = shape.kind === 'union' ? fitting(value, shape.members) : shape;
  if (value.kind === 'list') {
    const inner: Shape = one.kind === 'list' ? one.item : { kind: 'any' };
    if (isHandedOn(inner)) return value;
    return { ...value, items: value.items.map((item) => look(item, inner, findings)) };
  }
  if (one.kind === 'map' && isHandedOn(one.value)) return value;
  const members = [...value.members].map(
    ([name, member]) =>
      [name, { ...member, value: look(member.value, memberShape(one, name), findings) }] as const,
  );
  return { ...value, members: new Map(members) };
}

/** An address is a text where only that is taken. */
function asWritten(value: Extract<Value, { kind: 'ip' | 'cidr' }>, shape: Shape): Value {
  const takesIt = (one: Shape): boolean =>
    one.kind === 'any' || (one.kind === 'plain' && one.of === value.kind);
  const isTaken = shape.kind === 'union' ? shape.members.some(takesIt) : takesIt(shape);
  return isTaken ? value : { ...value, kind: 'string' };
}

function memberShape(shape: Shape, name: string): Shape {
  if (shape.kind === 'map') return shape.value;
  // Fields that an object may have besides are nobody's business.
  if (shape.kind === 'object') {
    return (
      shape.fields.find((field) => field.name === name)?.shape ?? { kind: 'variable', name: '' }
    );
  }
  return { kind: 'any' };
}

const fitting = (value: Value, members: readonly Shape[]): Shape =>
  members.find((member) => findMisfit(value, member) === undefined) ?? { kind: 'any' };
