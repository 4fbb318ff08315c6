/*
 * Reads the record of an object from its label. Labels are what others may have written too, so a
 * record counts only when it has the shape of one; everything else is no record.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  ownLabels,
  parseRecord,
  type CompletedImage,
  type ContainerSpec,
  type NetworkSpec,
  type VolumeSpec,
} from '../../../model/index.js';

type Labels = Readonly<Record<string, string>>;

export const volumeRecord = (labels: Labels): VolumeSpec | null =>
  parseRecord('volume', labels[ownLabels.spec]);
export const networkRecord = (labels: Labels): NetworkSpec | null =>
  parseRecord('network', labels[ownLabels.spec]);
export const containerRecord = (labels: Labels): ContainerSpec | null =>
  parseRecord('container', labels[ownLabels.spec]);
/** The record in an image's labels; null when there is none. */
export const imageRecord = (labels: Labels): CompletedImage | null =>
  parseRecord('image', recordText(labels));

const packedPrefix = 'gzip:';

/** Characters of a record up to which it stays as it is. */
const longestRecord = 16_000;

/**
 * Labels of an image as the engine is given them. Its record lists every file that was copied into it,
 * and each list of images has all of it, so that a long one is packed. Docker's builder takes time by the
 * square of an instruction's length, too.
 */
export function imageLabelsToEngine(labels: Labels): Labels {
  const record = labels[ownLabels.spec] ?? '';
  if (record.length < longestRecord) return labels;
  const packed = `${packedPrefix}${gzipSync(record).toString('base64url')}`;
  return { ...labels, [ownLabels.spec]: packed };
}

/** The canonical text of the record in an object's labels, which says nothing about its shape. */
export function recordText(labels: Labels): string {
  const text = labels[ownLabels.spec] ?? 'null';
  if (!text.startsWith(packedPrefix)) return text;
  try {
    const packed = Buffer.from(text.slice(packedPrefix.length), 'base64url');
    return gunzipSync(packed, { maxOutputLength: 2 ** 28 }).toString('utf8');
  } catch {
    return text;
  }
}
