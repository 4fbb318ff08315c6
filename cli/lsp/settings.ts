/*
 * What the user of an editor may choose. Read from whatever the client sends, and never trusted: what
 * is of another type counts as left out.
 */
import { isJsonObject, toJson, type JsonObject, type JsonValue } from '../../model/index.js';

export interface Settings {
  readonly inlayHints: {
    /** Behind `let` and `output`: what they come to. */
    readonly declarations: boolean;
    /** Behind strings with interpolations. */
    readonly interpolations: boolean;
    /** Behind settings of other resources, such as `db.hostname`. */
    readonly addresses: boolean;
  };
  /** Values for params while editing. */
  readonly params: Readonly<Record<string, JsonValue>>;
  /** Where the pages of diagnostics are; a code and `.md` is put behind it. */
  readonly documentation: string | undefined;
}

export const usualSettings: Settings = {
  inlayHints: { declarations: true, interpolations: true, addresses: false },
  params: {},
  documentation: undefined,
};

/** The settings that a client sends under `stowage`. */
export function readSettings(sent: unknown): Settings {
  const json = asJson(sent);
  if (!isJsonObject(json)) return usualSettings;
  const { inlayHints, params, documentation } = json;
  const usual = usualSettings.inlayHints;
  const hints = inlayHints !== undefined && isJsonObject(inlayHints) ? inlayHints : {};
  const choice = (name: keyof typeof usual): boolean => {
    const value = hints[name];
    return typeof value === 'boolean' ? value : usual[name];
  };
  return {
    inlayHints: {
      declarations: choice('declarations'),
      interpolations: choice('interpolations'),
      addresses: choice('addresses'),
    },
    params: params !== undefined && isJsonObject(params) ? present(params) : {},
    documentation:
      typeof documentation === 'string' && /^https?:/.test(documentation)
        ? documentation
        : undefined,
  };
}

function asJson(sent: unknown): JsonValue {
  return sent === undefined ? null : toJson(sent);
}

const present = (json: JsonObject): Readonly<Record<string, JsonValue>> =>
  Object.fromEntries(
    Object.entries(json).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
