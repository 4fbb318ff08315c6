/*
 * Sessions that keep what is said to themselves, for trying things out. That there has been too much
 * work is said in any case: nobody would hear of it again.
 */
import type { Diagnostic } from '../../model/index.js';
import type { Session } from './session.js';

const alwaysSaid: ReadonlySet<string> = new Set(['too-much-work', 'nesting-too-deep']);

/** The session, telling somebody else what there is to say. */
export const overheard = (session: Session, hear: (diagnostic: Diagnostic) => void): Session => ({
  ...session,
  report: (diagnostic) => {
    if (alwaysSaid.has(diagnostic.code)) session.report(diagnostic);
    else hear(diagnostic);
  },
});

/** The session, saying nothing. */
export const quiet = (session: Session): Session => overheard(session, () => undefined);
