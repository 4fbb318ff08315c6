/*
 * Compares what was asked of the engine with what it reports. Engines answer yes to what they then
 * leave out, so only this tells that a write took hold.
 */
import {
  canonicalJson,
  EngineError,
  equalJson,
  isJsonObject,
  toJson,
  type JsonValue,
} from '../../../model/index.js';

interface Difference {
  readonly path: string;
  readonly asked: JsonValue | undefined;
  readonly reported: JsonValue | undefined;
}

function firstDifference(
  asked: JsonValue | undefined,
  reported: JsonValue | undefined,
  path = '',
): Difference | undefined {
  if (equalJson(asked, reported)) return undefined;
  if (isJsonObject(asked) && isJsonObject(reported)) {
    for (const key of [...new Set([...Object.keys(asked), ...Object.keys(reported)])].sort()) {
      const inner = path === '' ? key : `${path}.${key}`;
      const difference = firstDifference(asked[key], reported[key], inner);
      if (difference) return difference;
    }
  }
  return { path, asked, reported };
}

/**
 * @param subject what was written: `container "shop-web"`
 * @throws EngineError `not-applied` that names the first attribute that differs
 */
export function mustBeAsAsked(subject: string, asked: object, reported: object): void {
  const difference = firstDifference(toJson(asked), toJson(reported));
  if (!difference) return;
  const { path } = difference;
  throw new EngineError(
    'not-applied',
    `${subject} is not as it was asked for: the engine reports ${path} as ` +
      `${canonicalJson(difference.reported)}, and asked for was ${canonicalJson(difference.asked)}`,
    { hint: 'The engine accepted the request without carrying all of it out.' },
  );
}
