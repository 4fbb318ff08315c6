/*
 * Attributes that several kinds share, each written once.
 * Patterns follow the strictest engine, so that a spec valid here is valid everywhere.
 */
import type { BooleanSchema, MapSchema, StringSchema } from '../schema.js';

/** Docker's rule for object names: at least two characters, the first a letter or digit. */
export const objectName = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]+$',
  description: 'Name of the object in the engine.',
  defaultText: 'the stack’s name, a hyphen, and the name written here',
  effect: 'replace',
  identity: true,
} as const satisfies StringSchema;

/** What every object has once the engine has made it. */
export const engineId = {
  type: 'string',
  description: 'Id that the engine gave the object.',
} as const satisfies StringSchema;

export const labels = {
  type: 'object',
  additionalProperties: { type: 'string', description: 'Value of the label.' },
  propertyNames: { pattern: '^(?!stowage\\.)[^=\\s]+$' },
  description: 'Labels to set. Names that begin with `stowage.` are kept for Stowage.',
  defaultText: 'none',
  effect: 'replace',
} as const satisfies MapSchema;

export const readOnly = {
  type: 'boolean',
  description: 'Whether writing is refused.',
  defaultText: 'false',
} as const satisfies BooleanSchema;

export const environment = {
  type: 'object',
  additionalProperties: { type: 'string', description: 'Value, taken literally.' },
  propertyNames: { pattern: '^[^=\\0\\s]+$' },
  description: 'Environment variables. They add to those of the image and win over them.',
  defaultText: 'those of the image',
  effect: 'replace',
} as const satisfies MapSchema;

/** Its text is checked where it is written, and has one spelling in completed specs. */
export const platform = {
  type: 'string',
  minLength: 1,
  description: 'A platform, such as `linux/arm64`.',
  effect: 'replace',
} as const satisfies StringSchema;

/** @param description ends the sentence that begins with what they are of */
export const driverOptions = (description: string) =>
  ({
    type: 'object',
    additionalProperties: { type: 'string', description: 'Value of the option.' },
    description,
    defaultText: 'none',
    effect: 'replace',
  }) as const satisfies MapSchema;
