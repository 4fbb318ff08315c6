/*
 * Evaluated attributes to resources of the model: a spec of plain JSON, the place of everything that
 * was written, and the dependencies found on the way.
 */
import {
  isJsonArray,
  type Dependency,
  type JsonValue,
  type Kind,
  type Resource,
  type ResourceOf,
  type Span,
  type SpecByKind,
} from '../../model/index.js';
import { conform } from './conform.js';
import { isMisspelt, unknownField } from './unknown-field.js';
import { attributeValue, writtenAttributes } from './attributes.js';
import { writtenTwice } from './evaluate.js';
import { diagnose } from '../diagnostics/diagnose.js';
import { kindType, metaFields } from '../types/from-schema.js';
import { rebasePaths } from './host-paths.js';
import { readLifecycle } from './lifecycle.js';
import { pathTo } from './paths.js';
import { hideTexts } from './secret.js';
import { secretUse, targetsIn } from './secret-files.js';
import { step, type Session } from './session.js';
import type { Instance } from './symbols.js';
import { isPoison, partsOf, type Member, type Use, type Value } from './value.js';

/** What is gathered while a spec is written out. */
interface Draft {
  readonly session: Session;
  readonly instance: Instance;
  readonly spans: Record<string, Span>;
  readonly dependencies: Map<string, Dependency>;
  /** Paths of what was made from a secret. */
  readonly secrets: Set<string>;
  /** Secrets whose paths are used, by those paths. */
  readonly files: Map<string, Use>;
}

/** Builds a resource; `undefined` where its mistakes leave too little of it to check further. */
export function buildResource(session: Session, instance: Instance): Resource | undefined {
  const { kind, declaration } = instance.symbol;
  const type = kindType(kind);
  const draft: Draft = {
    session,
    instance,
    spans: {},
    dependencies: new Map(),
    secrets: new Set(),
    files: new Map(),
  };
  const spec: Record<string, JsonValue> = {};
  const written = writtenAttributes(session, instance);
  checkWritten(session, instance, written);
  for (const [name, field] of type.fields) {
    const at = written.get(name);
    const value = attributeValue(session, instance, name, at?.span ?? declaration.name.span);
    if (value.kind === 'null') {
      const isRequired = field.required || (name === 'from' && needsBase(kind, written));
      if (!isRequired || (at && isPoison(at.value()))) continue;
      if (!isMisspelt(name, written.keys(), type)) {
        session.report(missingAttribute(instance, name));
      }
      continue;
    }
    if (at) draft.spans[name] = at.span;
    const json = toSpec(at ? draft : { ...draft, spans: {} }, value, name);
    if (json !== undefined) spec[name] = json;
  }
  if (kind === 'container') addUsedSecrets(draft, spec);
  const lifecycle = readLifecycle(session, instance, written);
  awaitAll(draft, written);
  for (const name of metaFields[kind].keys()) {
    const at = written.get(name);
    if (at) draft.spans[name] = at.span;
  }
  if (!instance.live) return undefined;
  const shared = {
    address: instance.address,
    dependsOn: [...draft.dependencies.values()],
    lifecycle,
    span: declaration.span,
    spans: draft.spans,
    ...(draft.secrets.size > 0 && { secrets: [...draft.secrets] }),
  };
  return typed(kind, rebasePaths(kind, spec, session.place.directory), shared);
}

/** An image starts from something, if a Dockerfile does not say from what. */
const needsBase = (kind: Kind, written: ReadonlyMap<string, unknown>): boolean =>
  kind === 'image' && !written.has('dockerfile') && !written.has('dockerfile_inline');

function missingAttribute({ symbol }: Instance, name: string) {
  return diagnose('missing-attribute', symbol.declaration.name.span, {
    summary: `the ${symbol.kind} \`${symbol.name}\` needs \`${name}\``,
    detail: kindType(symbol.kind).fields.get(name)?.type.description,
  });
}

function checkWritten(
  session: Session,
  { symbol }: Instance,
  written: ReturnType<typeof writtenAttributes>,
): void {
  const type = kindType(symbol.kind);
  const meta = metaFields[symbol.kind];
  for (const [name, { keySpan }] of written) {
    if (type.fields.has(name) || meta.has(name)) continue;
    const all = { ...type, fields: new Map([...type.fields, ...meta]) };
    session.report(unknownField(name, keySpan, all, ''));
  }
  const seen = new Map<string, Span>();
  for (const member of symbol.declaration.body.members) {
    if (member.kind !== 'field' || !('name' in member.key)) continue;
    const before = seen.get(member.key.name);
    if (before) session.report(writtenTwice(member.key.name, member.key.span, before));
    seen.set(member.key.name, member.key.span);
  }
}

/** Turns a checked value into JSON, noting places and uses; `undefined` where it is not known. */
function toSpec(draft: Draft, value: Value, path: string): JsonValue | undefined {
  if (!step(draft.session, value.span)) return undefined;
  for (const use of value.uses ?? []) {
    if (use.secret) draft.files.set(use.address.slice(secretUse.length), use);
    else depend(draft, path, use.address, use.condition, use.span);
  }
  if (value.revealed) draft.secrets.add(path);
  switch (value.kind) {
    case 'string':
    case 'bool':
    case 'int':
    case 'float':
    case 'size':
    case 'duration':
      return value.value;
    case 'list': {
      const items: JsonValue[] = [];
      for (const [index, item] of value.items.entries()) {
        const inner = `${path}[${index}]`;
        draft.spans[inner] = item.span;
        const json = toSpec(draft, item, inner);
        if (json === undefined) return undefined;
        items.push(json);
      }
      return items;
    }
    case 'object':
      return objectToSpec(draft, value.members, path);
    case 'secret':
      draft.secrets.add(path);
      return toSpec(draft, value.inner, path);
    default:
      for (const part of partsOf(value)) toSpec(draft, part, path);
      return undefined;
  }
}

/** Gives a container the secrets whose paths it uses, where it does not say more of them. */
function addUsedSecrets(draft: Draft, spec: Record<string, JsonValue>): void {
  const written = spec['secrets'];
  const files: JsonValue[] = isJsonArray(written) ? [...written] : [];
  const targets = targetsIn(files);
  for (const [target, { secret, span }] of [...draft.files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!secret || targets.includes(target)) continue;
    const path = `secrets[${files.length}]`;
    const content = toSpec(draft, secret, `${path}.content`);
    // Without the values of secrets none of them is known.
    if (content === undefined) return;
    hideTexts(draft.session, secret);
    draft.spans[path] = span;
    files.push({ content, target });
  }
  if (files.length > 0) spec['secrets'] = files;
}

function objectToSpec(
  draft: Draft,
  members: ReadonlyMap<string, Member>,
  path: string,
): JsonValue | undefined {
  const entries: [string, JsonValue][] = [];
  for (const [name, member] of members) {
    const inner = pathTo(path, name);
    draft.spans[inner] = member.span;
    const json = toSpec(draft, member.value, inner);
    if (json === undefined) return undefined;
    entries.push([name, json]);
  }
  // Unlike assignment, this makes a member of every name, `__proto__` too.
  return Object.fromEntries(entries);
}

const strength = ['named', 'exists', 'started', 'healthy', 'completed'] as const;

/** Notes a dependency; of several from one place on one resource the strongest counts. */
function depend(
  { dependencies, instance }: Draft,
  via: string,
  address: string,
  condition: Dependency['condition'],
  span: Span,
): void {
  if (address === instance.address && condition === 'named') return;
  const key = `${address} ${via}`;
  const before = dependencies.get(key);
  if (before && strength.indexOf(before.condition) >= strength.indexOf(condition)) return;
  dependencies.set(key, { address, condition, via, span });
}

/** What `after` says the resource waits for. */
function awaitAll(draft: Draft, written: ReturnType<typeof writtenAttributes>): void {
  const { session, instance } = draft;
  const field = metaFields[instance.symbol.kind].get('after');
  const at = written.get('after');
  if (!field || !at) return;
  const slot = { session, live: instance.live, path: 'after' };
  const value = conform(slot, at.value(), field.type);
  for (const [index, item] of (value.kind === 'list' ? value.items : []).entries()) {
    if (item.kind === 'condition') awaitTargets(draft, item, `after[${index}]`);
  }
}

function awaitTargets(
  draft: Draft,
  { targets, state, span }: Extract<Value, { kind: 'condition' }>,
  via: string,
): void {
  const { session, instance } = draft;
  for (const target of targets) {
    const complaint = cannotHold(session, instance, target, state, span);
    if (complaint === undefined) depend(draft, via, target.address, state, span);
    else if (complaint !== '') {
      session.report(
        diagnose('invalid-dependency', span, {
          summary: complaint,
          labels: [
            {
              span: target.symbol.declaration.name.span,
              text: `\`${target.symbol.name}\` is declared here`,
            },
          ],
        }),
      );
    }
  }
}

/** Why a condition can never hold; empty where another message has said so already. */
function cannotHold(
  session: Session,
  instance: Instance,
  target: Instance,
  state: string,
  span: Span,
): string | undefined {
  const { kind, name, declaration } = target.symbol;
  if (declaration.broken || !instance.live) return '';
  if (kind !== 'container') return `${withKind(kind)} is never ${state}; only containers are`;
  if (target.address === instance.address) return `\`${name}\` cannot wait for itself`;
  if (!target.live) return `\`${name}\` is not there, because its condition is false`;
  if (state === 'healthy') {
    const health = attributeValue(session, target, 'health', span);
    // Where nothing is written the image may say it, which is known only when planning.
    return isNoCheck(health)
      ? `\`${name}\` has \`health: "none"\`, so it never becomes healthy`
      : undefined;
  }
  if (state === 'completed') {
    const job = attributeValue(session, target, 'job', span);
    const isJob = job.kind === 'bool' ? job.value : isPoison(job);
    return isJob ? undefined : `\`${name}\` has no \`job: true\`, so it never completes`;
  }
  return undefined;
}

/** Whether a value of `health` says that there is no check. */
function isNoCheck(health: Value): boolean {
  const test = health.kind === 'object' ? health.members.get('test')?.value : undefined;
  return test?.kind === 'list' && test.items.length === 0;
}

const withKind = (kind: Kind): string => `${kind === 'image' ? 'an' : 'a'} ${kind}`;

type Shared = Omit<ResourceOf<Kind>, 'kind' | 'spec'>;

/** Puts a checked spec under its type; `undefined` where a required part of it was poison. */
function typed(
  kind: Kind,
  spec: Readonly<Record<string, JsonValue>>,
  shared: Shared,
): Resource | undefined {
  if (isSpec(kind, 'image', spec)) return { kind: 'image', spec, ...shared };
  if (isSpec(kind, 'volume', spec)) return { kind: 'volume', spec, ...shared };
  if (isSpec(kind, 'network', spec)) return { kind: 'network', spec, ...shared };
  if (isSpec(kind, 'container', spec)) return { kind: 'container', spec, ...shared };
  return undefined;
}

/** Every attribute has been checked against the schema by now, so only absence is left to see. */
function isSpec<K extends Kind>(kind: Kind, wanted: K, spec: unknown): spec is SpecByKind[K] {
  if (kind !== wanted || typeof spec !== 'object' || spec === null) return false;
  return [...kindType(kind).fields].every(([name, field]) => !field.required || name in spec);
}
