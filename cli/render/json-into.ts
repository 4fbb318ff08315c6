/* `--json-into`: the plan as a JSON document in a file, beside what people read. */
import type { EngineProfile, Plan } from '../../model/index.js';
import type { CommandContext, Invocation } from '../command.js';
import { documentWriter } from '../stack/document-file.js';
import { stowageVersion } from '../version.js';
import { planDocument } from './plan-json.js';

/**
 * What is to be called with the plan once there is one; does nothing where no file was asked for.
 * @throws UsageError when the file cannot be written
 */
export function jsonInto(
  invocation: Invocation,
  context: Pick<CommandContext, 'directory' | 'terminal'>,
): (plan: Plan, engine: Pick<EngineProfile, 'description'>) => void {
  const write = documentWriter(invocation, context, 'json-into');
  return (plan, { description }) => write?.(planDocument(plan, description, stowageVersion));
}
