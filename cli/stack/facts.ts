/*
 * What an engine has found out about the objects of a stack, by address: the attributes that only it
 * can give. The schemas say which those are; what is not observed is left out, and so unknown.
 */
import {
  toJson,
  type EngineReader,
  type JsonValue,
  type Observation,
  type Observed,
  type Output,
  type Stack,
} from '../../model/index.js';
import type { Facts, LoadedStack } from './load.js';
import { readStackId } from './lock-file.js';

/** The facts of an observation. */
export function factsOf(observation: Observation): Facts {
  return Object.fromEntries(
    observation.objects.map((object) => [object.address, attributesOf(object)]),
  );
}

function attributesOf(object: Observed): Readonly<Record<string, JsonValue>> {
  switch (object.kind) {
    case 'container': {
      const { addresses, state } = object.status;
      return {
        id: object.id,
        image_id: object.imageId,
        // Of one that stands still the next addresses may be others.
        ...(state === 'running' && { addresses: toJson(addresses) }),
      };
    }
    case 'network':
      return {
        id: object.id,
        ...(object.actualSubnet !== null && { actual_subnet: object.actualSubnet }),
      };
    case 'image':
    case 'volume':
      return { id: object.id };
    default:
      return object satisfies never;
  }
}

/** Outputs of which nothing is known but that they are secret wait for nobody unless they are shown. */
export type Showing = 'open outputs' | 'secret outputs, too';

/** Whether an output that is to be shown waits for what only the engine knows. */
export function isWaiting({ outputs }: Pick<Stack, 'outputs'>, showing: Showing): boolean {
  return outputs.some(
    ({ known, secret }) => !known && (!secret || showing === 'secret outputs, too'),
  );
}

export interface Outputs {
  readonly outputs: readonly Output[];
  readonly secretOutputs: ReadonlyMap<string, JsonValue>;
}

/** The outputs of a stack after an apply: those that waited are looked up in the engine. */
export async function currentOutputs(
  loaded: LoadedStack,
  reader: EngineReader,
  showing: Showing,
): Promise<Outputs> {
  const { stack, directory, secretOutputs } = loaded;
  if (!stack) return { outputs: [], secretOutputs };
  const before = { outputs: stack.outputs, secretOutputs };
  const id = readStackId(directory);
  if (!isWaiting(stack, showing) || id === undefined) return before;
  const observation = await reader.observe({ stack: { name: stack.name, id }, names: [] });
  const now = loaded.withFacts(factsOf(observation));
  return now.stack ? { outputs: now.stack.outputs, secretOutputs: now.secretOutputs } : before;
}
