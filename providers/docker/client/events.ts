/* What the engine tells of what happens to its objects. */
import { Fields, parseJson } from './fields.js';

export interface EngineMessage {
  readonly type: string;
  readonly action: string;
  readonly id: string;
  /** Labels, and facts such as `name` and `exitCode`, in one. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** Reads one line of the stream of events. @throws EngineError `protocol` */
export function parseMessage(line: string): EngineMessage {
  const fields = new Fields(parseJson(line, 'an event'), 'an event');
  const actor = fields.objectOr('Actor');
  return {
    type: fields.textOr('Type', ''),
    action: fields.textOr('Action', ''),
    id: actor?.textOr('ID', '') ?? '',
    attributes: actor?.textMap('Attributes') ?? {},
    time: fields.numberOr('timeNano', 0) / 1e6,
  };
}
