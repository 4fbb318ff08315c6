/*
 * How many layers are made at one time, by all builds of this process together.
 */
import { availableParallelism } from 'node:os';
import { limited, type Limited } from '../process/index.js';

/** Half of what builds do is waiting for others, so that two are under way on one processor, too. */
const fewest = 2;

const places = new Map<number, Limited>();

/** The places that builds share which are allowed as many of them; as many as processors by default. */
export function placesFor(parallelism = Math.max(fewest, availableParallelism())): Limited {
  const there = places.get(parallelism) ?? limited(parallelism);
  places.set(parallelism, there);
  return there;
}
