/*
 * `moved`, `removed` and `import`: what is said of addresses beside the resources. Each is read by
 * itself here, and judged against the resources of the whole stack; how moves follow each other is
 * worked out elsewhere.
 */
import {
  type Import,
  isWithin,
  nearestName,
  type Removed,
  type Span,
  type Stack,
} from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { ObjectMember, StatementDeclaration } from '../syntax/index.js';
import type { Type } from '../types/type.js';
import { conform } from './conform.js';
import { evaluate, writtenTwice } from './evaluate.js';
import type { Evaluation } from './evaluation.js';
import { resolveMoves, type WrittenMove } from './moves.js';
import { scopeOf, type Session } from './session.js';
import type { Value } from './value.js';
import { placesOf, type Places } from './places.js';
import { readAddress, type WrittenAddress } from './written-address.js';

type Said = Pick<Stack, 'moved' | 'removed' | 'imports'>;
type Field = Extract<ObjectMember, { kind: 'field' }>;
type Fields = ReadonlyMap<string, Field>;

/** Reads the statements of the stack and of all modules that are there. */
export function readStatements(evaluation: Evaluation): Said {
  const { sessions, report } = evaluation;
  const places = placesOf(evaluation);
  const moves: WrittenMove[] = [];
  const removed: Removed[] = [];
  const imports: Import[] = [];
  for (const session of sessions.values()) {
    if (!session.place.live) continue;
    for (const statement of session.symbols.statements) {
      const fields = statement.broken ? undefined : fieldsOf(session, statement);
      if (!fields) continue;
      if (statement.kind === 'moved') moves.push(...readMove(session, fields, statement.span));
      else if (statement.kind === 'removed') {
        removed.push(...readRemoval(session, fields, statement.span, places));
      } else imports.push(...readImport(session, fields, statement.span, places));
    }
  }
  checkTwice(report, [...moves.map(({ from }) => from), ...removed.map(placeOfRemoval)]);
  checkImports(report, imports);
  return { moved: resolveMoves(report, moves, places), removed, imports };
}

const fieldNames = {
  moved: ['from', 'to'],
  removed: ['from', 'destroy'],
  import: ['to', 'id'],
} as const;

/** The fields of a statement; `undefined` where one is missing, which is reported. */
function fieldsOf(
  { report }: Session,
  { kind, body, span }: StatementDeclaration,
): Fields | undefined {
  const names: readonly string[] = fieldNames[kind];
  const fields = new Map<string, Field>();
  let isMisspelt = false;
  for (const member of body.members) {
    const name = member.kind === 'field' && 'name' in member.key ? member.key.name : undefined;
    const place = member.kind === 'field' ? member.key.span : member.span;
    const before = name === undefined ? undefined : fields.get(name);
    if (before && name !== undefined) report(writtenTwice(name, place, before.key.span));
    else if (member.kind === 'field' && name !== undefined && names.includes(name)) {
      fields.set(name, member);
    } else {
      isMisspelt = true;
      report(noSuchField(kind, name ?? '', names, place));
    }
  }
  const missing = names.filter((name) => !fields.has(name));
  if (missing.length === 0) return fields;
  if (!isMisspelt) {
    const word = { file: span.file, start: span.start, end: body.span.start };
    report(
      diagnose('missing-attribute', word, {
        summary: `\`${kind}\` needs ${missing.map((name) => `\`${name}\``).join(' and ')}`,
      }),
    );
  }
  return undefined;
}

function noSuchField(kind: string, name: string, names: readonly string[], span: Span) {
  const nearest = nearestName(name, names);
  return diagnose('unknown-attribute', span, {
    summary: `\`${kind}\` has no \`${name}\``,
    detail: `It has ${names.map((one) => `\`${one}\``).join(' and ')}.`,
    fix: nearest === undefined ? undefined : { title: `write \`${nearest}\``, span, text: nearest },
  });
}

function addressIn(session: Session, fields: Fields, name: string): WrittenAddress | undefined {
  const field = fields.get(name);
  return field && readAddress(session, field.value);
}

function valueIn(session: Session, fields: Fields, name: string, type: Type): Value | undefined {
  const field = fields.get(name);
  if (!field) return undefined;
  const value = evaluate(session, scopeOf(session), field.value);
  return conform({ session, live: true, path: name, spec: true }, value, type);
}

function readMove(session: Session, fields: Fields, span: Span): WrittenMove[] {
  const from = addressIn(session, fields, 'from');
  const to = addressIn(session, fields, 'to');
  if (!from || !to) return [];
  const wrong =
    from.kind !== to.kind
      ? `${describe(from)} cannot become ${describe(to)}`
      : from.text === to.text || isWithin(from.text, to.text) || isWithin(to.text, from.text)
        ? sameOrInside(from, to)
        : undefined;
  if (wrong === undefined) return [{ from, to, span }];
  session.report(diagnose('invalid-statement', to.span, { summary: wrong }));
  return [];
}

const describe = ({ kind, text }: WrittenAddress): string =>
  kind === undefined ? `the module \`${text}\`` : `the ${kind} \`${text}\``;

/** A resource may get a key, or lose it; nothing else moves into itself. */
function sameOrInside(from: WrittenAddress, to: WrittenAddress): string | undefined {
  if (from.text === to.text) return 'this is where it was before';
  const [outer, inner] = from.text.length < to.text.length ? [from, to] : [to, from];
  return /^\[(?:\d+|"(?:[^"\\]|\\.)*")\]$/.test(inner.text.slice(outer.text.length))
    ? undefined
    : 'a module cannot be moved into itself';
}

function readRemoval(
  session: Session,
  fields: Fields,
  span: Span,
  places: Places,
): (Removed & { readonly place: WrittenAddress })[] {
  const place = addressIn(session, fields, 'from');
  const destroy = valueIn(session, fields, 'destroy', { kind: 'bool' });
  if (!place || destroy?.kind !== 'bool') return [];
  const [there] = places.within(place.text);
  if (!there) return [{ from: place.text, destroy: destroy.value, span, place }];
  session.report(
    diagnose('invalid-statement', place.span, {
      summary: `${there.address} is still written`,
      detail: '`removed` speaks of what the stack no longer has. Remove the resource, or this.',
      labels: [{ span: there.span, text: 'it is here' }],
    }),
  );
  return [];
}

function placeOfRemoval(removed: Removed): WrittenAddress {
  return { text: removed.from, span: removed.span };
}

function readImport(session: Session, fields: Fields, span: Span, places: Places): Import[] {
  const to = addressIn(session, fields, 'to');
  const id = valueIn(session, fields, 'id', { kind: 'string', minLength: 1 });
  if (!to || id?.kind !== 'string') return [];
  if (to.kind === 'image') {
    session.report(
      diagnose('invalid-statement', to.span, {
        summary: 'an image is not imported',
        detail: 'It is built or found by what it is made from, whoever made it before.',
      }),
    );
    return [];
  }
  if (places.all.has(to.text)) return [{ to: to.text, id: id.value, span }];
  places.reportAbsent(to);
  return [];
}

type Report = Evaluation['report'];

/** One statement decides what becomes of an address. */
function checkTwice(report: Report, places: readonly WrittenAddress[]): void {
  const seen = new Map<string, WrittenAddress>();
  for (const place of places) {
    const before = seen.get(place.text);
    if (!before) seen.set(place.text, place);
    else {
      report(
        diagnose('invalid-statement', place.span, {
          summary: `what becomes of \`${place.text}\` is said twice`,
          labels: [{ span: before.span, text: 'it is said here, too' }],
        }),
      );
    }
  }
}

function checkImports(report: Report, imports: readonly Import[]): void {
  const seen = new Map<string, Import>();
  for (const one of imports) {
    for (const key of [`to ${one.to}`, `id ${one.to.split('.').at(-2) ?? ''} ${one.id}`]) {
      const before = seen.get(key);
      if (!before) seen.set(key, one);
      else {
        report(
          diagnose('invalid-statement', one.span, {
            summary: key.startsWith('to ')
              ? `two objects are imported as \`${one.to}\``
              : `${JSON.stringify(one.id)} is imported twice`,
            labels: [{ span: before.span, text: 'the first is here' }],
          }),
        );
        break;
      }
    }
  }
}
