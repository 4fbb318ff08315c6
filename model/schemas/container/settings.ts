/*
 * The attributes that most containers do without. In a completed container each is left out where it
 * is at its default, so that records and plans from before an attribute was known mean the same.
 */
import type { Attributes, SpecOf } from '../../schema.js';
import { logAttributes } from './life.js';
import { namespaceAttributes } from './namespaces.js';
import { resolvingAttributes } from './networking.js';
import { furtherProcessAttributes } from './process.js';
import { furtherResourceAttributes } from './resources.js';
import { furtherRightsAttributes } from './rights.js';

export const settingAttributes = {
  ...furtherProcessAttributes,
  ...resolvingAttributes,
  ...namespaceAttributes,
  ...furtherResourceAttributes,
  ...furtherRightsAttributes,
  ...logAttributes,
} as const satisfies Attributes;

export type SettingName = keyof typeof settingAttributes;

/** Those of them that are not at their defaults. */
export type ContainerSettings = {
  readonly [K in SettingName]?: SpecOf<(typeof settingAttributes)[K]>;
};

export const settingNames: readonly SettingName[] = Object.keys(settingAttributes).filter(
  (name): name is SettingName => Object.hasOwn(settingAttributes, name),
);
