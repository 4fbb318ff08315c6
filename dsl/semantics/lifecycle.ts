/*
 * `protect` and `lifecycle`: how a resource is treated when it changes. The paths whose changes are
 * ignored are those of the kind's schema; the name of a network of the stack in one of them becomes
 * its name in the engine, as in the spec.
 */
import {
  kindSchemas,
  type Lifecycle,
  nearestName,
  type Schema,
  type Span,
} from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { metaFields } from '../types/from-schema.js';
import { conform } from './conform.js';
import { pathTo } from './paths.js';
import type { Session, Written } from './session.js';
import type { Instance } from './symbols.js';
import type { StringValue, Value } from './value.js';

/** What a resource says of its lifecycle. */
export function readLifecycle(
  session: Session,
  instance: Instance,
  written: ReadonlyMap<string, Written>,
): Lifecycle {
  const short = checked(session, instance, written, 'protect');
  const long = checked(session, instance, written, 'lifecycle');
  const members = long?.kind === 'object' ? long.members : undefined;
  const protect = members?.get('protect')?.value;
  if (short?.kind === 'bool' && protect?.kind === 'bool' && short.value !== protect.value) {
    session.report(
      diagnose('duplicate-attribute', protect.span, {
        summary: '`protect` is written twice, and differs',
        labels: [{ span: short.span, text: 'it is written here, too' }],
      }),
    );
  }
  const ignored = members?.get('ignore_changes')?.value;
  const paths = ignored?.kind === 'list' ? ignored.items : [];
  return {
    protect: [short, protect].some((value) => value?.kind === 'bool' && value.value),
    ignoreChanges: [
      ...new Set(
        paths.flatMap((item) =>
          item.kind === 'string' ? (ignoredPath(session, instance, item) ?? []) : [],
        ),
      ),
    ],
    order: chosen(members?.get('order')?.value, ['stop-first', 'start-first']),
    onFailure: chosen(members?.get('on_failure')?.value, ['rollback', 'keep']),
  };
}

function checked(
  session: Session,
  instance: Instance,
  written: ReadonlyMap<string, Written>,
  name: string,
): Value | undefined {
  const field = metaFields[instance.symbol.kind].get(name);
  const at = written.get(name);
  if (!field || !at) return undefined;
  const slot = { session, live: instance.live, path: name, spec: true };
  return conform(slot, at.value(), field.type);
}

/** The choice that a value stands for, the first where there is none. */
function chosen<T extends string>(value: Value | undefined, choices: readonly [T, ...T[]]): T {
  const found = choices.find((choice) => value?.kind === 'string' && value.value === choice);
  return found ?? choices[0];
}

const wholePath = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\["(?:[^"\\]|\\.)*"\])*$/;
const pathStep = /^(?:\.?([A-Za-z_][\w-]*)|\[("(?:[^"\\]|\\.)*")\])/;

/** The path in the form that plans know; what is wrong with it is reported. */
function ignoredPath(session: Session, instance: Instance, value: StringValue): string | undefined {
  const { kind } = instance.symbol;
  const { computed } = kindSchemas[kind];
  const noPath = 'this is no path of an attribute';
  if (!wholePath.test(value.value)) return wrongPath(session, value, noPath);
  let schema: Schema | undefined = kindSchemas[kind];
  let path = '';
  for (let rest = value.value; rest !== '';) {
    const match = pathStep.exec(rest);
    const name = match ? stepName(match) : undefined;
    if (!match || name === undefined) return wrongPath(session, value, noPath);
    rest = rest.slice(match[0].length);
    if (path === '' && Object.hasOwn(computed, name)) {
      const summary = `\`${name}\` is given by the engine, so a stack never changes it`;
      return wrongPath(session, value, summary);
    }
    const next: Step | undefined = stepInto(session, schema, name, value.span);
    if (!next) {
      const names = schema && 'properties' in schema ? Object.keys(schema.properties) : [];
      return unknownPath(session, value, path, name, names, `a ${kind}`);
    }
    path = path === '' ? next.name : pathTo(path, next.name);
    ({ schema } = next);
  }
  return path;
}

function stepName([, word, quoted]: RegExpExecArray): string | undefined {
  if (quoted === undefined) return word;
  try {
    const name: unknown = JSON.parse(quoted);
    return typeof name === 'string' ? name : undefined;
  } catch {
    // No string of JSON: the caller says that it is no path.
    return undefined;
  }
}

interface Step {
  readonly name: string;
  /** Absent where a list's element says no more. */
  readonly schema: Schema | undefined;
}

function stepInto(
  session: Session,
  schema: Schema | undefined,
  name: string,
  span: Span,
): Step | undefined {
  if (!schema) return undefined;
  if ('items' in schema) return { name, schema: schema.items };
  if ('additionalProperties' in schema && schema.additionalProperties !== false) {
    const { refersKeys, additionalProperties } = schema;
    const symbol = refersKeys && session.symbols.resourcesByKind[refersKeys].get(name);
    const family = symbol && session.definitions.family(symbol, span);
    const [only] = family?.keyed === false ? family.instances : [];
    const engineName = only && session.definitions.attribute(only, 'name', span);
    return {
      name: engineName?.kind === 'string' ? engineName.value : name,
      schema: additionalProperties,
    };
  }
  if ('properties' in schema && Object.hasOwn(schema.properties, name)) {
    return { name, schema: schema.properties[name] };
  }
  return undefined;
}

function wrongPath(session: Session, { span }: StringValue, summary: string): string | undefined {
  session.report(
    diagnose('invalid-value', span, {
      summary,
      detail: 'Paths are written like `memory`, `env.MODE`, `health.interval` or `mounts["/srv"]`.',
    }),
  );
  return undefined;
}

function unknownPath(
  session: Session,
  value: StringValue,
  path: string,
  name: string,
  names: readonly string[],
  owner: string,
): string | undefined {
  const nearest = nearestName(name, names);
  const text = nearest !== undefined && JSON.stringify(value.value.replace(name, nearest));
  session.report(
    diagnose('unknown-attribute', value.span, {
      summary: `${path === '' ? owner : `\`${path}\``} has no attribute \`${name}\``,
      fix: text === false ? undefined : { title: `write ${text}`, span: value.span, text },
    }),
  );
  return undefined;
}
