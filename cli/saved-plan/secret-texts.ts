/*
 * Every text that must not stand in the file of a plan: secrets as they were given, texts that the
 * language made from them, and what the engine's records hold at secret places.
 */
import { fingerprintIn, type Observation } from '../../model/index.js';
import type { CommandContext } from '../command.js';
import { recordedSecrets, type SecretPaths } from '../stack/shade-secrets.js';

/** Collects what is concealed while a stack is loaded, in its order. */
export interface Collector {
  readonly context: CommandContext;
  readonly texts: () => readonly string[];
}

/** A context like the given one that keeps what it is told to conceal. */
export function collectSecrets(context: CommandContext): Collector {
  const found = new Set<string>();
  const { terminal } = context;
  return {
    context: {
      ...context,
      terminal: {
        ...terminal,
        conceal: (hidden) => {
          for (const text of [...(hidden.values ?? []), ...(hidden.texts ?? [])]) found.add(text);
          terminal.conceal(hidden);
        },
      },
    },
    texts: () => [...found],
  };
}

/** The given texts, and those that the engine's records hold. */
export function allSecretTexts(
  given: readonly string[],
  places: SecretPaths,
  observation: Observation,
): readonly string[] {
  return [...new Set([...given, ...recordedSecrets(places, observation)])].filter(
    (text) => text !== '' && fingerprintIn(text) === undefined,
  );
}
