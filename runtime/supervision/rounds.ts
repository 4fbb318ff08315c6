/*
 * The agent's rounds: runs the health check of each container in its interval. A finding is kept where
 * everybody else reads it; here only the time of the next check is known.
 */
import { setTimeout as delay } from 'node:timers/promises';
import {
  checkHealth,
  groupOf,
  isPaused,
  readHealth,
  readRun,
  untilNextCheck,
  type Context,
  type Health,
} from '../containers/index.js';
import { isFault } from '../errors.js';
import { limited } from '../process/index.js';
import { LockTimeout } from '../store/index.js';
import type { Charge } from './charges.js';
import { errorText, type Duty } from './duty.js';

/** Checks at a time; the others wait. */
const atOnce = 8;

type Checked = Charge & Required<Pick<Charge, 'check' | 'startedAt'>>;

const isChecked = (charge: Charge): charge is Checked =>
  charge.check !== undefined && charge.startedAt !== undefined;

interface Tour {
  readonly startedAt: string;
  readonly stop: AbortController;
  readonly over: Promise<void>;
}

export class HealthRounds {
  readonly #duty: Duty;
  readonly #tours = new Map<string, Tour>();
  readonly #one = limited(atOnce);

  constructor(duty: Duty) {
    this.#duty = duty;
  }

  /** Checks these containers from now on, and no others. */
  follow(charges: readonly Charge[]): void {
    const wanted = new Map(charges.filter(isChecked).map((charge) => [charge.id, charge]));
    for (const [id, { startedAt, stop }] of this.#tours) {
      if (wanted.get(id)?.startedAt === startedAt) continue;
      stop.abort();
      this.#tours.delete(id);
    }
    for (const [id, charge] of wanted) {
      if (this.#tours.has(id)) continue;
      const stop = new AbortController();
      const over = this.#tour(charge, stop.signal);
      const tour = { startedAt: charge.startedAt, stop, over };
      this.#tours.set(id, tour);
      void over.then(() => {
        if (this.#tours.get(id) === tour) this.#tours.delete(id);
      });
    }
  }

  /** Ends all checks that are under way. */
  async stop(): Promise<void> {
    const tours = [...this.#tours.values()];
    this.follow([]);
    await Promise.all(tours.map(({ over }) => over));
  }

  /** Checks one run of a container until it ends. */
  async #tour({ id, name, check, startedAt }: Checked, signal: AbortSignal): Promise<void> {
    const { context, say } = this.#duty;
    const { store } = context;
    let known = (await readHealth(store, id))?.status ?? 'starting';
    try {
      for (;;) {
        const last = await readHealth(store, id);
        const rest = untilNextCheck(check, startedAt, last);
        const since = Date.now() - Date.parse(last?.checkedAt ?? startedAt);
        await delay(Math.min(Math.max(rest - since, 0), rest), undefined, { signal });
        if (await isFrozen(context, id)) {
          await delay(rest, undefined, { signal });
          continue;
        }
        const found = await this.#one(() => checkInTurn(context, id, rest, signal));
        if (found === undefined || found.status === known) continue;
        known = found.status;
        say(`container ${name} is ${known}`);
      }
    } catch (error) {
      if (signal.aborted) return;
      // It has ended or been removed meanwhile, which the next look sees.
      if (isFault(error, 'not-running') || isFault(error, 'not-found')) return;
      say(`container ${name} could not be checked: ${errorText(error)}`);
    }
  }
}

async function isFrozen({ store }: Context, id: string): Promise<boolean> {
  return isPaused(groupOf(id, await readRun(store, id)));
}

/** One check, unless somebody else has made it meanwhile; `undefined` where others take too long over theirs. */
async function checkInTurn(
  context: Context,
  id: string,
  rest: number,
  signal: AbortSignal,
): Promise<Health | undefined> {
  try {
    // A timer may fire a little early.
    return await checkHealth(context, id, { unlessSince: rest * 0.9, signal });
  } catch (error) {
    if (error instanceof LockTimeout) return undefined;
    throw error;
  }
}
