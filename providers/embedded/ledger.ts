/*
 * The ledger of the embedded engine: `ledgers/<stack id>/<generation>.json` in the store, of which
 * the newest are kept. A file that cannot be read is passed over: loss of the ledger is harmless.
 */
import { readdir, readFile, rm, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  generationJson,
  outdatedGenerations,
  parseGeneration,
  type Generation,
  type Ledgers,
} from '../../model/index.js';
import { ifPresent, removeStaleTemporaries, writeJson, type Store } from '../../runtime/index.js';

const directoryOf = (store: Store, stackId: string): string =>
  join(store.root, 'ledgers', stackId.replaceAll(/[^0-9a-f-]/g, '_'));

/** Numbers of the generations there are, the newest first. */
async function generations(directory: string): Promise<readonly number[]> {
  const names = (await ifPresent(readdir(directory))) ?? [];
  return names
    .flatMap((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
}

/** The newest generation of every stack, by the stack's id, which its directory is named after. */
export async function readLedgers(store: Store): Promise<Ledgers> {
  const stacks = (await ifPresent(readdir(join(store.root, 'ledgers')))) ?? [];
  const newest = await Promise.all(
    stacks.sort().map(async (stackId) => [stackId, await readLedger(store, stackId)] as const),
  );
  return new Map(
    newest.flatMap(([id, generation]) => (generation ? [[id, generation] as const] : [])),
  );
}

/** The newest generation that can be read. */
async function readLedger(store: Store, stackId: string): Promise<Generation | undefined> {
  const directory = directoryOf(store, stackId);
  for (const number of await generations(directory)) {
    const generation = await readGeneration(directory, number);
    if (generation) return generation;
  }
  return undefined;
}

/** Every generation that can be read, the newest first. */
export async function readHistory(store: Store, stackId: string): Promise<readonly Generation[]> {
  const directory = directoryOf(store, stackId);
  const numbers = await generations(directory);
  const all = await Promise.all(numbers.map((number) => readGeneration(directory, number)));
  return all.filter((generation) => generation !== undefined);
}

/** A generation by its number; one that says that it is another has been damaged. */
async function readGeneration(directory: string, number: number): Promise<Generation | undefined> {
  const text = await ifPresent(readFile(join(directory, `${number}.json`), 'utf8'));
  const generation = text === undefined ? null : parseGeneration(text);
  return generation?.number === number ? generation : undefined;
}

/** Writes a generation, whole or not at all, and drops the oldest. */
export async function writeLedger(
  store: Store,
  stackId: string,
  generation: Generation,
): Promise<void> {
  const directory = directoryOf(store, stackId);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await removeStaleTemporaries(directory);
  await writeJson(join(directory, `${generation.number}.json`), generationJson(generation));
  const written = await Promise.all(
    (await generations(directory)).map(async (number) => {
      const file = await ifPresent(stat(join(directory, `${number}.json`)));
      return { number, bytes: file?.size ?? 0 };
    }),
  );
  for (const number of outdatedGenerations(written)) {
    await rm(join(directory, `${number}.json`), { force: true });
  }
}

export async function clearLedger(store: Store, stackId: string): Promise<void> {
  await rm(directoryOf(store, stackId), { recursive: true, force: true });
}
