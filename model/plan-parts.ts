/*
 * Shapes of what stands within a saved plan and is no part of the plan's own vocabulary: completed
 * specs of containers, diagnostics, places in source text, plain JSON.
 */
import type {
  CompletedContainer,
  CompletedEndpoint,
  CompletedFile,
  CompletedHealth,
  CompletedMount,
  CompletedTmpfs,
} from './completed.js';
import type { Diagnostic, Fix, Label } from './diagnostic.js';
import { hasShapeOf } from './fits-schema.js';
import type { JsonValue } from './json.js';
import type { Schema } from './schema.js';
import { containerSchema, settingNames, type SettingName } from './schemas/index.js';
import {
  isCount,
  isFlag,
  isNumber,
  isText,
  listOf,
  mapOf,
  nullable,
  objectOf,
  oneOf,
  optional,
  type Shape,
} from './shape.js';
import type { Position, Span } from './span.js';

const isTexts = listOf(isText);

export const isCompletedEndpoint: Shape<CompletedEndpoint> = objectOf<CompletedEndpoint>({
  aliases: isTexts,
  ipv4: nullable(isText),
  ipv6: optional(isText),
  link_local: optional(isTexts),
  mac: optional(isText),
  gw_priority: optional(isNumber),
  driver_options: optional(mapOf(isText)),
});

const isMount = objectOf<CompletedMount>({
  type: oneOf('volume', 'bind'),
  source: isText,
  read_only: isFlag,
  propagation: optional(oneOf('rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave')),
  create_host_path: optional(isFlag),
  recursive: optional(oneOf('enabled', 'disabled', 'writable', 'readonly')),
  selinux: optional(oneOf('shared', 'private')),
  no_copy: optional(isFlag),
  subpath: optional(isText),
});

const isTmpfs = objectOf<CompletedTmpfs>({
  size: nullable(isNumber),
  mode: isText,
  options: optional(isTexts),
});

const isFiles = mapOf(
  objectOf<CompletedFile>({ content: nullable(isText), uid: isCount, gid: isCount, mode: isText }),
);

const isHealth = objectOf<CompletedHealth>({
  test: isTexts,
  interval: isNumber,
  timeout: isNumber,
  start_period: isNumber,
  start_interval: optional(isNumber),
  retries: isNumber,
});

const isPlainContainer = objectOf<Omit<CompletedContainer, SettingName>>({
  name: isText,
  image: isText,
  platform: optional(isText),
  entrypoint: isTexts,
  command: isTexts,
  env: mapOf(isText),
  user: isText,
  workdir: isText,
  hostname: nullable(isText),
  labels: mapOf(isText),
  mounts: mapOf(isMount),
  tmpfs: mapOf(isTmpfs),
  configs: optional(isFiles),
  secrets: optional(isFiles),
  ports: mapOf(isNumber),
  networks: mapOf(isCompletedEndpoint),
  restart: objectOf<CompletedContainer['restart']>({ policy: isText, max_retries: isNumber }),
  memory: nullable(isNumber),
  cpus: nullable(isNumber),
  pids: nullable(isNumber),
  read_only: isFlag,
  cap_add: isTexts,
  cap_drop: isTexts,
  no_new_privileges: isFlag,
  seccomp: isText,
  stop_signal: isText,
  stop_timeout: isNumber,
  init: isFlag,
  health: nullable(isHealth),
});

const settings: Readonly<Record<string, Schema>> = containerSchema.properties;
const isSetting = (name: string): boolean => settingNames.some((known) => known === name);

/** A completed container; its settings have the shapes that they have in specs. */
export const isCompletedContainer: Shape<CompletedContainer> = (
  value,
): value is CompletedContainer => {
  if (typeof value !== 'object' || value === null) return false;
  const members = Object.entries(value);
  const plain = members.filter(([name]) => !isSetting(name));
  const fits = ([name, member]: readonly [string, unknown]): boolean => {
    const schema = settings[name];
    return schema !== undefined && hasShapeOf(schema, member);
  };
  return (
    isPlainContainer(Object.fromEntries(plain)) &&
    members.filter(([name]) => isSetting(name)).every(fits)
  );
};

const isPosition = objectOf<Position>({ offset: isCount, line: isCount, column: isCount });

export const isSpan: Shape<Span> = objectOf<Span>({
  file: isText,
  start: isPosition,
  end: isPosition,
});

export const isDiagnostic: Shape<Diagnostic> = objectOf<Diagnostic>({
  code: isText,
  severity: oneOf('error', 'warning'),
  summary: isText,
  detail: optional(isText),
  span: optional(isSpan),
  labels: optional(listOf(objectOf<Label>({ span: isSpan, text: isText }))),
  notes: optional(isTexts),
  fix: optional(objectOf<Fix>({ title: isText, span: isSpan, text: isText })),
});

/** Any plain JSON. */
export const isJson: Shape<JsonValue> = (value): value is JsonValue => {
  if (value === null || isText(value) || isFlag(value) || isNumber(value)) return true;
  if (Array.isArray(value)) return value.every(isJson);
  return typeof value === 'object' && Object.values(value).every(isJson);
};
