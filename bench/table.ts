/* Rows of figures, for people. */

/** Prints a row; numbers with two places. */
export const print = (...cells: readonly (string | number)[]): void => {
  const texts = cells.map((cell, index) =>
    index === 0
      ? String(cell).padEnd(34)
      : (typeof cell === 'number' ? cell.toFixed(2) : cell).padStart(14),
  );
  process.stdout.write(`${texts.join('')}\n`);
};

/** Milliseconds that something takes, the median of several times. */
export async function median(work: () => Promise<unknown>, times = 9): Promise<number> {
  const taken: number[] = [];
  for (let time = 0; time < times; time++) {
    const started = performance.now();
    await work();
    taken.push(performance.now() - started);
  }
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)] ?? Number.NaN;
}
