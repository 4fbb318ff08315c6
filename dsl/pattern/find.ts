/*
 * Finds patterns in text. Of several matches the leftmost counts, and of those the one that the
 * pattern prefers, as in JavaScript. All ways through the pattern are followed side by side, character
 * by character, so that none is ever taken back.
 */
import type { Pattern } from './program.js';
import type { Place } from './tree.js';

export interface Match {
  readonly start: number;
  readonly end: number;
  /** Text of each group, from 1 on at index 0; `undefined` where it took no part. */
  readonly groups: readonly (string | undefined)[];
}
export type Found = Match | 'none' | 'exhausted';

/** Counts work: a step is one instruction for one character. False when there has been too much. */
export type Spend = (steps: number) => boolean;

/** Where a way through the pattern is, and what it has captured: ends of groups, -1 for none. */
interface Thread {
  readonly at: number;
  readonly slots: readonly number[];
  /**
   * The outermost repetition whose turn has begun before this very character, with all inside of it;
   * so there are only as many cases as levels.
   */
  readonly fresh: number;
}
const noneFresh = Infinity;

/** The first match at or after an offset. */
export const findPattern = (pattern: Pattern, text: string, from: number, spend: Spend): Found =>
  new Machine(pattern, text, spend).find(from);

/** Every match, none overlapping another; after an empty one the search goes on one character later. */
export function findAll(
  pattern: Pattern,
  text: string,
  spend: Spend,
): readonly Match[] | 'exhausted' {
  const machine = new Machine(pattern, text, spend);
  const matches: Match[] = [];
  for (let from = 0; from <= text.length;) {
    const found = machine.find(from);
    if (found === 'exhausted') return found;
    if (found === 'none') break;
    matches.push(found);
    const isWide = (text.codePointAt(found.end) ?? 0) > 0xffff;
    from = found.end > found.start ? found.end : found.end + (isWide ? 2 : 1);
  }
  return matches;
}

/** Owns which places of the program have been visited before the present character. */
class Machine {
  private readonly pattern: Pattern;
  private readonly text: string;
  private readonly spend: Spend;
  private readonly visited: Uint32Array;
  private visit = 0;

  constructor(pattern: Pattern, text: string, spend: Spend) {
    this.pattern = pattern;
    this.text = text;
    this.spend = spend;
    this.visited = new Uint32Array(pattern.program.length * (pattern.levels + 1));
  }

  find(from: number): Found {
    const { program, groups } = this.pattern;
    const none: readonly number[] = Array.from({ length: 2 * groups + 2 }, () => -1);
    let threads: Thread[] = [];
    let best: readonly number[] | undefined;
    for (let offset = from; ;) {
      this.visit += 1;
      const open: Thread[] = [];
      let steps = 1;
      for (const thread of threads) steps += this.follow(thread, offset, open);
      if (!best) steps += this.follow({ at: 0, slots: none, fresh: noneFresh }, offset, open);
      if (!this.spend(steps)) return 'exhausted';
      const codePoint = this.text.codePointAt(offset);
      threads = [];
      for (const { at, slots } of open) {
        const instruction = program[at];
        if (instruction?.kind === 'match') {
          best = slots;
          // What comes after would be preferred less.
          break;
        }
        const isNext = instruction?.kind === 'character' && codePoint !== undefined;
        if (isNext && instruction.test(codePoint))
          threads.push({ at: at + 1, slots, fresh: noneFresh });
      }
      if (codePoint === undefined || (best && threads.length === 0)) break;
      offset += codePoint > 0xffff ? 2 : 1;
    }
    return best ? matchOf(this.pattern, this.text, best) : 'none';
  }

  /** Goes on from a place to every character or match that can be next, the preferred first. */
  private follow(start: Thread, offset: number, reached: Thread[]): number {
    const open: Thread[] = [start];
    let steps = 0;
    for (let thread = open.pop(); thread; thread = open.pop()) {
      const { at, slots, fresh } = thread;
      const instruction = this.pattern.program[at];
      const { levels } = this.pattern;
      const state = at * (levels + 1) + Math.min(fresh, levels);
      if (!instruction || this.visited[state] === this.visit) continue;
      this.visited[state] = this.visit;
      steps += 1;
      switch (instruction.kind) {
        case 'character':
        case 'match':
          reached.push(thread);
          break;
        case 'jump':
          open.push({ ...thread, at: instruction.to });
          break;
        case 'fork':
          open.push({ ...thread, at: instruction.second }, { ...thread, at: instruction.first });
          break;
        case 'save':
          open.push({ at: at + 1, slots: slots.with(instruction.slot, offset), fresh });
          break;
        case 'forget':
          open.push({
            at: at + 1,
            slots: [...slots].fill(-1, instruction.from, instruction.to),
            fresh,
          });
          break;
        case 'turn':
          open.push({ at: at + 1, slots, fresh: Math.min(fresh, instruction.level) });
          break;
        case 'progress':
          if (fresh > instruction.level) open.push({ at: at + 1, slots, fresh: noneFresh });
          break;
        case 'place':
          if (isAt(instruction.place, this.text, offset)) open.push({ ...thread, at: at + 1 });
          break;
        default:
          instruction satisfies never;
      }
    }
    return steps;
  }
}

function matchOf({ groups }: Pattern, text: string, slots: readonly number[]): Match {
  const [start = 0, end = 0] = slots;
  const captured = Array.from({ length: groups }, (_, index) => {
    const [from = -1, to = -1] = slots.slice(2 * index + 2);
    return from < 0 || to < 0 ? undefined : text.slice(from, to);
  });
  return { start, end, groups: captured };
}

function isAt(place: Place, text: string, offset: number): boolean {
  if (place === 'start') return offset === 0;
  if (place === 'end') return offset === text.length;
  const isBoundary = isWord(text[offset - 1]) !== isWord(text[offset]);
  return isBoundary === (place === 'boundary');
}

const isWord = (character: string | undefined): boolean =>
  character !== undefined && /^\w$/.test(character);
