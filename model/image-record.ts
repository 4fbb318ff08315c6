/*
 * What of unknown data has the shape of a completed image, as the record of an image is one. Its parts
 * are checked against the schema of images; what the engine gives beside it is not looked at.
 */
import type { CompletedImage, ImageConfig } from './completed.js';
import { validators } from './generated/validators.js';

type Members = Readonly<Record<string, unknown>>;

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isText = (value: unknown): value is string => typeof value === 'string';

export const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(isText);

const isTextMap = (value: unknown): value is Readonly<Record<string, string>> =>
  isMembers(value) && Object.values(value).every(isText);

function isImageConfig(value: unknown): value is ImageConfig {
  return (
    isMembers(value) &&
    isTextMap(value['env']) &&
    isTexts(value['entrypoint']) &&
    isTexts(value['command']) &&
    isText(value['user']) &&
    isText(value['workdir']) &&
    isTexts(value['expose']) &&
    isTextMap(value['labels']) &&
    isText(value['stop_signal']) &&
    isTexts(value['volumes'])
  );
}

/** Whether data from outside has the shape of a completed image. */
export function isCompletedImage(value: unknown): value is CompletedImage {
  if (!isMembers(value)) return false;
  const { name, from, steps, key, base, files, config } = value;
  return (
    validators.image({ name, from, steps }) &&
    isText(key) &&
    /^[0-9a-f]{64}$/.test(key) &&
    isText(base) &&
    isTextMap(files) &&
    isImageConfig(config)
  );
}
