/*
 * The evaluated stack as JSON for programs: every value in its full form, nothing left out and nothing
 * rounded. Secrets and values that are not known yet stand as flags without a value. The schema in
 * schema.ts describes it; a minor step of `format_version` only adds.
 */
import {
  toJson,
  type JsonValue,
  type Output,
  type Resource,
  type Stack,
} from '../../model/index.js';

export const evaluatedVersion = '1.0';

/** The document that `eval --json` prints. */
export function evaluatedDocument(stack: Stack): JsonValue {
  return toJson({
    format_version: evaluatedVersion,
    stack: stack.name,
    ...(stack.engine && { engine: stack.engine.text }),
    resources: stack.resources.map(resourceEntry),
    outputs: Object.fromEntries(stack.outputs.map((output) => [output.name, outputEntry(output)])),
    moved: stack.moved.map(({ from, to }) => ({ from, to })),
    removed: stack.removed.map(({ from, destroy }) => ({ from, destroy })),
    imports: stack.imports.map(({ to, id }) => ({ to, id })),
  });
}

function resourceEntry({ address, kind, spec, dependsOn, lifecycle, span }: Resource): object {
  return {
    address,
    kind,
    spec,
    depends_on: dependsOn.map(({ address: on, condition, via }) => ({
      address: on,
      condition,
      via,
    })),
    lifecycle: {
      protect: lifecycle.protect,
      ignore_changes: lifecycle.ignoreChanges,
      order: lifecycle.order,
      on_failure: lifecycle.onFailure,
    },
    declared_at: { file: span.file, line: span.start.line, column: span.start.column },
  };
}

function outputEntry({ value, known, secret, description }: Output): object {
  return {
    ...(value !== undefined && { value }),
    known,
    sensitive: secret === true,
    ...(description !== undefined && { description }),
  };
}
