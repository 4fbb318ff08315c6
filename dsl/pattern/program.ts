/*
 * Patterns as programs for a machine that is at several places of them at once (Thompson; Pike): it
 * takes as many steps as text and program are long, multiplied, and never more.
 */
import {
  readPattern,
  type PatternFault,
  type PatternNode,
  type PatternTree,
  type Place,
} from './tree.js';

export type CharacterTest = (codePoint: number) => boolean;
export type Instruction =
  | { readonly kind: 'character'; readonly test: CharacterTest }
  /** Goes on at both, preferring the first. */
  | { readonly kind: 'fork'; readonly first: number; readonly second: number }
  | { readonly kind: 'jump'; readonly to: number }
  | { readonly kind: 'save'; readonly slot: number }
  /** Forgets the slots from one up to, not including, another. */
  | { readonly kind: 'forget'; readonly from: number; readonly to: number }
  | { readonly kind: 'place'; readonly place: Place }
  /** A turn of a repetition begins that may match nothing. */
  | { readonly kind: 'turn'; readonly level: number }
  /** Such a turn ends; where it has matched nothing this way leads nowhere. */
  | { readonly kind: 'progress'; readonly level: number }
  | { readonly kind: 'match' };

export interface Pattern {
  readonly kind: 'pattern';
  readonly program: readonly Instruction[];
  /** How many groups capture. */
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
  /** How deeply repetitions of what may match nothing are nested. */
  readonly levels: number;
}

const longestProgram = 2000;

/**
 * Makes a pattern of a regular expression as JavaScript writes it with the flag `u`.
 * @returns why it is none where it is not well formed, too large, refers back, or looks around
 */
export function compilePattern(source: string): Pattern | PatternFault {
  const tree = readPattern(source);
  return 'kind' in tree ? tree : compileTree(tree, tree.root);
}

/** Makes a pattern that matches all of a text or nothing. */
export function compileWhole(source: string): Pattern | PatternFault {
  const tree = readPattern(source);
  if ('kind' in tree) return tree;
  const nodes: readonly PatternNode[] = [
    { kind: 'place', place: 'start' },
    tree.root,
    { kind: 'place', place: 'end' },
  ];
  return compileTree(tree, { kind: 'sequence', nodes });
}

function compileTree({ groups, names }: PatternTree, root: PatternNode): Pattern | PatternFault {
  if (sizeOf(root) > longestProgram) {
    return { kind: 'fault', reason: 'it repeats too much' };
  }
  const program: Instruction[] = [{ kind: 'save', slot: 0 }];
  emit(root, program, 0);
  program.push({ kind: 'save', slot: 1 }, { kind: 'match' });
  const levels = program.reduce(
    (most, one) => (one.kind === 'turn' ? Math.max(most, one.level + 1) : most),
    0,
  );
  return { kind: 'pattern', program, groups, names, levels };
}

/** How many instructions a node takes, counted before they are made. */
function sizeOf(node: PatternNode): number {
  switch (node.kind) {
    case 'character':
    case 'place':
      return 1;
    case 'sequence':
    case 'choice':
      return node.nodes.reduce((sum, one) => sum + sizeOf(one) + 2, 0);
    case 'group':
      return sizeOf(node.node) + 2;
    case 'repeat': {
      const turns = node.most === Infinity ? node.least + 1 : node.most;
      return turns * (sizeOf(node.node) + 5);
    }
    default:
      return node satisfies never;
  }
}

/** Whether a node can match the empty text. */
function mayBeEmpty(node: PatternNode): boolean {
  switch (node.kind) {
    case 'character':
      return false;
    case 'place':
      return true;
    case 'sequence':
      return node.nodes.every(mayBeEmpty);
    case 'choice':
      return node.nodes.some(mayBeEmpty);
    case 'group':
      return mayBeEmpty(node.node);
    case 'repeat':
      return node.least === 0 || mayBeEmpty(node.node);
    default:
      return node satisfies never;
  }
}

/** @param level how many repetitions of what may be empty are around the node */
function emit(node: PatternNode, program: Instruction[], level: number): void {
  switch (node.kind) {
    case 'character':
      program.push({ kind: 'character', test: testOf(node.source) });
      return;
    case 'place':
      program.push(node);
      return;
    case 'sequence':
      for (const one of node.nodes) emit(one, program, level);
      return;
    case 'choice':
      emitChoice(node.nodes, program, level);
      return;
    case 'group':
      if (node.index > 0) program.push({ kind: 'save', slot: 2 * node.index });
      emit(node.node, program, level);
      if (node.index > 0) program.push({ kind: 'save', slot: 2 * node.index + 1 });
      return;
    case 'repeat':
      emitRepeat(node, program, level);
      return;
    default:
      node satisfies never;
  }
}

function emitChoice(nodes: readonly PatternNode[], program: Instruction[], level: number): void {
  const ends: number[] = [];
  for (const [index, one] of nodes.entries()) {
    if (index === nodes.length - 1) {
      emit(one, program, level);
      continue;
    }
    const fork = reserve(program);
    emit(one, program, level);
    ends.push(reserve(program));
    program[fork] = { kind: 'fork', first: fork + 1, second: program.length };
  }
  for (const end of ends) program[end] = { kind: 'jump', to: program.length };
}

function emitRepeat(
  { node, least, most, greedy, groups }: Extract<PatternNode, { kind: 'repeat' }>,
  program: Instruction[],
  level: number,
): void {
  const [first, last] = groups;
  const forget = (): void => {
    if (last >= first) program.push({ kind: 'forget', from: 2 * first, to: 2 * last + 2 });
  };
  const turn = (): void => {
    forget();
    const isEmpty = mayBeEmpty(node);
    if (isEmpty) program.push({ kind: 'turn', level });
    emit(node, program, isEmpty ? level + 1 : level);
    if (isEmpty) program.push({ kind: 'progress', level });
  };
  const fork = (at: number, inside: number, outside: number): void => {
    const [one, other] = greedy ? [inside, outside] : [outside, inside];
    program[at] = { kind: 'fork', first: one, second: other };
  };
  // The turns that there have to be may match nothing.
  for (let count = 0; count < least; count++) {
    forget();
    emit(node, program, level);
  }
  if (most === Infinity) {
    const start = reserve(program);
    turn();
    program.push({ kind: 'jump', to: start });
    fork(start, start + 1, program.length);
    return;
  }
  const starts: number[] = [];
  for (let count = least; count < most; count++) {
    starts.push(reserve(program));
    turn();
  }
  for (const start of starts) fork(start, start + 1, program.length);
}

/** Keeps a place for an instruction whose targets are not known yet. */
function reserve(program: Instruction[]): number {
  program.push({ kind: 'match' });
  return program.length - 1;
}

const tests = new Map<string, CharacterTest>();

/** What one character matches: asked of the platform, and kept for the common ones. */
function testOf(source: string): CharacterTest {
  if (/^[^\\[.]$/u.test(source)) {
    const only = source.codePointAt(0);
    return (codePoint) => codePoint === only;
  }
  let test = tests.get(source);
  if (!test) {
    const pattern = new RegExp(`^${source}$`, 'u');
    const known: (boolean | undefined)[] = [];
    test = (codePoint) =>
      codePoint < 256
        ? (known[codePoint] ??= pattern.test(String.fromCodePoint(codePoint)))
        : pattern.test(String.fromCodePoint(codePoint));
    tests.set(source, test);
  }
  return test;
}
