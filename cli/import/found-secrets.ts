/*
 * Variables whose values look as if they were not to be read by everybody: by their names, or because
 * there is a password in an address. In the text that is written, secrets stand for them.
 */
import type { Observed } from '../../model/index.js';
import { asName, keyOf, takeName } from './symbols.js';

export interface FoundSecret {
  readonly name: string;
  readonly value: string;
  /** What it is the value of, such as `DB_PASSWORD of container db`. */
  readonly places: readonly string[];
}

export interface FoundSecrets {
  readonly secrets: readonly FoundSecret[];
  /** Names of secrets by path, by the key of the container. */
  readonly paths: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

const telling =
  /PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIAL|KEY|(?:^|_)(?:PASS|AUTH)$|_PWD$/i;
/** Where a secret is to be found, and what only counts or names one. */
const harmless = /(?:_FILE|_PATH|_DIR|_ID|_NAME|_TTL|_LENGTH|_SIZE|_ENABLED)$|KEYBOARD|KEYSPACE/i;

/** Whether the value of a variable is not to be shown. */
export function looksSecret(variable: string, value: string): boolean {
  if (value === '' || value === 'true' || value === 'false') return false;
  return (
    (telling.test(variable) && !harmless.test(variable)) || /:\/\/[^/\s:@]*:[^/\s@]+@/.test(value)
  );
}

/**
 * The secrets in the environments of containers; one value of one variable is one secret.
 * @param env the variables that are going to be written, by the key of their container
 */
export function findSecrets(
  containers: readonly Observed[],
  env: (container: Observed) => Readonly<Record<string, string>>,
  declared: readonly string[],
): FoundSecrets {
  const taken = new Set(declared);
  const found: (FoundSecret & { readonly variable: string; readonly places: string[] })[] = [];
  const paths = new Map<string, Readonly<Record<string, string>>>();
  for (const container of containers) {
    const own: Record<string, string> = {};
    for (const [variable, value] of Object.entries(env(container))) {
      if (!looksSecret(variable, value)) continue;
      const place = `${variable} of container ${container.name}`;
      const known = found.find((one) => one.variable === variable && one.value === value);
      if (known) known.places.push(place);
      const name = known?.name ?? takeName(taken, asName(variable.toLowerCase()));
      if (!known) found.push({ name, value, variable, places: [place] });
      own[`env.${variable}`] = name;
    }
    if (Object.keys(own).length > 0) paths.set(keyOf(container), own);
  }
  return { secrets: found, paths };
}
