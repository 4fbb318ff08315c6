/* How far a transfer is, in words, and not more often than anybody reads. */

const interval = 1000;

/** Counts bytes, and says about once a second how many of all there are. */
export function byteProgress(total: number, say: (text: string) => void): (count: number) => void {
  let done = 0;
  let last = Date.now();
  return (count) => {
    done += count;
    const now = Date.now();
    if (now - last < interval && done < total) return;
    last = now;
    say(`${megabytes(done)} of ${megabytes(total)}`);
  };
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
