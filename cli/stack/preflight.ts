/*
 * Preflight of a plan on an engine: asks it what stands in the way, before the first write.
 */
import type { Diagnostic, EngineReader } from '../../model/index.js';
import {
  checkPreflight,
  surveyQuery,
  type Abilities,
  type Preflight,
} from '../../planner/index.js';

/**
 * Looks at everything that a whole plan will need. An error among what it gives means that the plan
 * cannot finish, so nothing of it may be begun.
 * @throws EngineError when the engine cannot be asked
 */
export async function preflight(
  reader: EngineReader,
  subject: Preflight,
): Promise<readonly Diagnostic[]> {
  const query = surveyQuery(subject);
  return query === undefined ? [] : checkPreflight(subject, await reader.survey(query));
}

/** What an engine can do, and what it is called where it cannot. */
export function abilitiesOf({ profile }: Pick<EngineReader, 'profile'>): Abilities {
  return { name: profile.description.replace(/ at \S+$/, ''), lacks: profile.lacks ?? [] };
}
