/*
 * The verbs that join the caller's own standard streams to those of a container: part of the contract of
 * every engine.
 */

export interface AttachOptions {
  /** Passes standard input on. */
  readonly interactive: boolean;
  /** As `parseDetachKeys` reads them: typed one after the other they leave the container to itself. */
  readonly detachKeys: string;
  /** Passes the signals that this process gets on to the container, unless that has a terminal. */
  readonly passSignals: boolean;
}

/** How an attachment has ended. */
export type Attached =
  /** With the container; null when nobody saw its exit code. */
  | { readonly kind: 'ended'; readonly exitCode: number | null }
  /** By the keys for that: the container goes on. */
  | { readonly kind: 'detached' };

export interface AttachOperator {
  /**
   * Joins the caller's streams to those of a running container, from now on.
   * @throws EngineError `not-found`, `invalid` for one that does not run
   */
  attach(container: string, options: AttachOptions): Promise<Attached>;
  /** Starts a container that does not run, its streams joined before it can write anything. */
  startAttached(container: string, options: AttachOptions): Promise<Attached>;
}
