/*
 * What the agent does for containers that their monitors can do nothing for: it clears up and starts them
 * where their policy says so. One that could not be helped is left alone for a while.
 */
import { recover } from '../containers/index.js';
import { isFault } from '../errors.js';
import { limited } from '../process/index.js';
import { LockTimeout } from '../store/index.js';
import type { Charge } from './charges.js';
import { errorText, type Duty } from './duty.js';

/** Recoveries at a time, in the order in which the containers were made. */
const atOnce = 4;
/** Milliseconds until a container is tried again that could not be helped. */
const restAfterFailure = 60_000;

export class Recoveries {
  readonly #duty: Duty;
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #failedAt = new Map<string, number>();
  readonly #one = limited(atOnce);
  #isStopped = false;

  constructor(duty: Duty) {
    this.#duty = duty;
  }

  get busy(): boolean {
    return this.#underWay.size > 0;
  }

  /** Sees to those of these that need it. @param done called after each */
  begin(charges: readonly Charge[], done: () => void): void {
    const due = charges.filter(
      ({ id, needsRecovery }) => needsRecovery && !this.#underWay.has(id) && !this.#rests(id),
    );
    const coming = new Set([...due.map(({ id }) => id), ...this.#underWay.keys()]);
    for (const { id, name, joins } of due) {
      // There is nothing to be in before those run whose namespaces it shares.
      if (joins.some((other) => coming.has(other))) continue;
      const work = this.#one(() => this.#recover(id, name)).finally(() => {
        this.#underWay.delete(id);
        done();
      });
      this.#underWay.set(id, work);
    }
  }

  #rests(id: string): boolean {
    const failedAt = this.#failedAt.get(id);
    return failedAt !== undefined && performance.now() - failedAt < restAfterFailure;
  }

  /** Begins no more, and waits for those that are under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#underWay.values());
  }

  async #recover(id: string, name: string): Promise<void> {
    if (this.#isStopped) return;
    const { context, say } = this.#duty;
    try {
      const outcome = await recover(context, id);
      this.#failedAt.delete(id);
      if (outcome === 'restart') say(`container ${name} is started again, by its policy`);
      if (outcome === 'after boot') say(`container ${name} is started after the boot`);
      if (outcome === 'settled') say(`container ${name} has ended and is cleared up after`);
    } catch (error) {
      if (error instanceof LockTimeout) return;
      if (isFault(error, 'not-found')) return;
      this.#failedAt.set(id, performance.now());
      say(`container ${name} could not be started: ${errorText(error)}`);
    }
  }
}
