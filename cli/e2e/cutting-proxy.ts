/*
 * A relay that breaks one exchange: at the n-th request that changes something it ends the client
 * before the engine hears of it, after the engine has done it, or lets the client live and loses the
 * answer.
 */
import { isWrite, startRelay, type Relay } from '../../providers/testing/index.js';

export type Cut = 'kill-before' | 'kill-after' | 'lose-reply';

export interface CuttingProxy extends Relay {
  /** Counts anew; the request of this number is cut. Without one all go through. */
  arm(cut?: { readonly how: Cut; readonly at: number; readonly kill: () => void }): void;
  /** Requests that change something, since it was armed. */
  readonly seen: number;
}

/** Listens on `socketPath` and passes everything on to the engine at `enginePath`. */
export async function startCuttingProxy(
  enginePath: string,
  socketPath: string,
): Promise<CuttingProxy> {
  let armed: Parameters<CuttingProxy['arm']>[0];
  let seen = 0;

  /** Whether the exchange that begins with this piece is the one to cut. */
  const isCut = (piece: Buffer): boolean => {
    if (!isWrite(piece)) return false;
    seen += 1;
    return armed?.at === seen;
  };
  const relay = await startRelay(enginePath, socketPath, () => {
    let cut: Cut | undefined;
    return {
      request: (piece) => {
        if (isCut(piece)) cut = armed?.how;
        if (cut !== 'kill-before') return 'pass';
        armed?.kill();
        return 'drop';
      },
      answer: () => {
        if (cut === undefined) return 'pass';
        if (cut === 'kill-after') armed?.kill();
        return 'close';
      },
    };
  });
  return {
    ...relay,
    arm: (cut) => {
      armed = cut;
      seen = 0;
    },
    get seen() {
      return seen;
    },
  };
}
