/*
 * Calls of the library by whoever knows no scope: as if what is called mattered.
 */
import type { Span } from '../../model/index.js';
import { callLibrary } from '../library/index.js';
import type { NameNode } from '../syntax/index.js';
import { topScope, type Session } from './session.js';
import type { Value } from './value.js';

/** Calls a function by its name. */
export const applyFunction = (
  session: Session,
  name: NameNode,
  values: readonly Value[],
  span: Span,
): Value => callLibrary(session, topScope, name, values, span);
