/*
 * Reads the record of an object from its label. Labels are what others may have written too, so a
 * record counts only when it has the shape of one; everything else is no record.
 */
import {
  ownLabels,
  type CompletedImage,
  type ContainerSpec,
  type ImageConfig,
  type NetworkSpec,
  type VolumeSpec,
} from '../../../model/index.js';
import { validators } from '../../../model/generated/validators.js';
import { Fields } from '../client/fields.js';

type Labels = Readonly<Record<string, string>>;

export const volumeRecord = (labels: Labels): VolumeSpec | null =>
  specRecord(validators.volume, labels);
export const networkRecord = (labels: Labels): NetworkSpec | null =>
  specRecord(validators.network, labels);
export const containerRecord = (labels: Labels): ContainerSpec | null =>
  specRecord(validators.container, labels);

function specRecord<T>(validate: (value: unknown) => value is T, labels: Labels): T | null {
  const value = parseLabel(labels);
  return validate(value) ? value : null;
}

/** The record in an image's labels; null when there is none. */
export function imageRecord(labels: Labels): CompletedImage | null {
  const value = parseLabel(labels);
  try {
    const fields = new Fields(value, 'a record');
    const { name, from, steps } = { ...imageParts(value) };
    const spec: unknown = { name, from, steps };
    if (!validators.image(spec)) return null;
    return {
      name: spec.name,
      key: fields.text('key'),
      from: spec.from,
      base: fields.text('base'),
      steps: spec.steps ?? [],
      files: fields.textMap('files'),
      config: configRecord(fields.object('config')),
    };
  } catch {
    return null;
  }
}

function parseLabel(labels: Labels): unknown {
  try {
    return JSON.parse(labels[ownLabels.spec] ?? 'null');
  } catch {
    return null;
  }
}

/** The members of a record that an image's spec has too, unread. */
function imageParts(value: unknown): {
  readonly name?: unknown;
  readonly from?: unknown;
  readonly steps?: unknown;
} {
  return typeof value === 'object' && value !== null ? value : {};
}

function configRecord(fields: Fields): ImageConfig {
  return {
    env: fields.textMap('env'),
    entrypoint: fields.texts('entrypoint'),
    command: fields.texts('command'),
    user: fields.text('user'),
    workdir: fields.text('workdir'),
    expose: fields.texts('expose'),
    labels: fields.textMap('labels'),
    stop_signal: fields.text('stop_signal'),
    volumes: fields.texts('volumes'),
  };
}
