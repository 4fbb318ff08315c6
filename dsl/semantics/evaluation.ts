/*
 * What all sessions of one evaluation share: what was given from outside, what has been said, how
 * much work is left, and the sessions themselves by the paths of their modules.
 */
import type { Diagnostic } from '../../model/index.js';
import type { CompileOptions } from '../inputs.js';
import type { Directory } from './directories.js';
import { newWork, type Frame, type Session } from './session.js';

export interface Evaluation {
  readonly options: CompileOptions;
  readonly diagnostics: readonly Diagnostic[];
  readonly report: (diagnostic: Diagnostic) => void;
  readonly frames: Frame[];
  readonly work: Session['work'];
  readonly hidden: Set<string>;
  /** Sessions by the paths of their modules; the stack's has the empty one. */
  readonly sessions: Map<string, Session>;
  /** Paths of modules that have no session, because their files are not to be had. */
  readonly failed: Set<string>;
  /** The stack's directory, under the empty path, and those of modules. */
  readonly directories: Map<string, Directory>;
  /** Used names, by directory: what one use of a module leaves out another may need. */
  readonly used: Map<string, Set<string>>;
  /** How much has been expanded so far. */
  readonly counts: { resources: number; modules: number };
}

/** Says each thing once for its place and code, however often it is found. */
export function newReport(diagnostics: Diagnostic[]): (diagnostic: Diagnostic) => void {
  const said = new Set<string>();
  return (diagnostic) => {
    const { code, span, summary } = diagnostic;
    const key = `${code} ${span ? `${span.file}:${span.start.offset}` : summary}`;
    if (!said.has(key)) diagnostics.push(diagnostic);
    said.add(key);
  };
}

/** Opens an evaluation. */
export function newEvaluation(options: CompileOptions, diagnostics: Diagnostic[]): Evaluation {
  return {
    options,
    diagnostics,
    report: newReport(diagnostics),
    frames: [],
    work: newWork(),
    hidden: new Set(),
    sessions: new Map(),
    failed: new Set(),
    directories: new Map(),
    used: new Map(),
    counts: { resources: 0, modules: 0 },
  };
}
