/*
 * Hands pieces from one who makes them to one who takes them, a piece at a time, where the two cannot
 * be one loop: what makes them holds something open around itself.
 */

export class Handover<T> {
  readonly #waiting: { readonly piece: T; readonly taken: (wanted: boolean) => void }[] = [];
  #ended = false;
  #left = false;
  #wake: () => void = () => undefined;

  /** Waits until somebody takes the piece. @returns whether more are wanted, as far as is known */
  give(piece: T): Promise<boolean> {
    if (this.#left) return Promise.resolve(false);
    return new Promise((taken) => {
      this.#waiting.push({ piece, taken });
      this.#wake();
    });
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** No more is wanted. */
  leave(): void {
    this.#left = true;
    for (const { taken } of this.#waiting.splice(0)) taken(false);
  }

  async *taken(): AsyncGenerator<T> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next !== undefined) {
        // Whoever takes it may never come back for another one.
        next.taken(true);
        yield next.piece;
      } else if (this.#ended) {
        return;
      } else {
        await new Promise<void>((wake) => (this.#wake = wake));
      }
    }
  }
}
