/*
 * Every text that must not stand in the file of a plan: secrets as they were given, texts that the
 * language made from them, and what the engine's records hold at secret places.
 */
import { fingerprintIn, type Observation } from '../../model/index.js';
import type { CommandContext } from '../command.js';
import { recordedSecrets, type SecretPaths } from '../stack/shade-secrets.js';

/** Secrets as they were given. */
export interface GivenSecrets {
  readonly values: readonly string[];
  /** Texts that the language made from them. */
  readonly texts: readonly string[];
}

/** Collects what is concealed while a stack is loaded, in its order. */
export interface Collector {
  readonly context: CommandContext;
  readonly given: () => GivenSecrets;
}

export const noSecrets: GivenSecrets = { values: [], texts: [] };

/** A context like the given one that keeps what it is told to conceal. */
export function collectSecrets(context: CommandContext): Collector {
  const values = new Set<string>();
  const texts = new Set<string>();
  const { terminal } = context;
  return {
    context: {
      ...context,
      terminal: {
        ...terminal,
        conceal: (hidden) => {
          for (const value of hidden.values ?? []) values.add(value);
          for (const text of hidden.texts ?? []) texts.add(text);
          terminal.conceal(hidden);
        },
      },
    },
    given: () => ({ values: [...values], texts: [...texts] }),
  };
}

/** The given texts, values first, and those that the engine's records hold. */
export function allSecretTexts(
  given: GivenSecrets,
  places: SecretPaths,
  observation: Observation,
): readonly string[] {
  return [
    ...new Set([...given.values, ...given.texts, ...recordedSecrets(places, observation)]),
  ].filter((text) => text !== '' && fingerprintIn(text) === undefined);
}
