/*
 * Secrets that a stack declares: their values come from outside, or are not known. What gives a
 * value is written in the declaration and carried out by the command.
 */
import type { Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { SecretSource } from '../inputs.js';
import type { ObjectMember, SecretDeclaration } from '../syntax/index.js';
import { plainText } from './plain-text.js';
import { once, type Session } from './session.js';
import { poison, stringValue, type Value } from './value.js';

/** The value of a secret; without values from outside its text is not known. */
export function secretValue(
  session: Session,
  given: Readonly<Record<string, string>> | undefined,
  name: string,
  from: Span,
): Value {
  const declaration = session.symbols.secrets.get(name);
  if (!declaration || declaration.broken) return poison(from);
  return once(session, { key: `secret ${name}`, title: name, from }, () => {
    const { span } = declaration.name;
    const text = given && Object.hasOwn(given, name) ? given[name] : undefined;
    // Where its source makes no sense there is no use in asking for a value.
    const isSourceless = declaration.source !== undefined && !readSecretSource(declaration);
    if (given && text === undefined && !isSourceless) {
      session.report(
        diagnose('missing-secret', span, {
          summary: `the secret \`${name}\` needs a value`,
          detail:
            'Say where it comes from: `{ env: "NAME" }`, `{ file: "path" }` or `{ command: ["program"] }`.',
        }),
      );
    }
    if (text === undefined) {
      const inner: Value = { kind: 'unknown', type: { kind: 'string' }, span };
      return { kind: 'secret', inner, name, span };
    }
    if (text !== '') session.hidden.add(text);
    return { kind: 'secret', inner: stringValue(text, span), name, span };
  });
}

/**
 * Where the value of a secret comes from, as its declaration says.
 * @returns `undefined` where it says nothing, or nothing that makes sense, which `report` is told
 */
export function readSecretSource(
  { source }: SecretDeclaration,
  report: Session['report'] = () => undefined,
): SecretSource | undefined {
  if (!source) return undefined;
  const [member, ...others] = source.members;
  const wrong = (span: Span, summary: string): SecretSource | undefined => {
    report(
      diagnose('invalid-secret', span, {
        summary,
        detail:
          'A secret comes from `{ env: "NAME" }`, `{ file: "path" }` or `{ command: ["program", "argument"] }`.',
      }),
    );
    return undefined;
  };
  if (!member) return wrong(source.span, 'this says not where the secret comes from');
  if (others[0]) return wrong(others[0].span, 'a secret comes from one place');
  const name = nameOf(member);
  if (member.kind === 'spread' || name === undefined) {
    return wrong(member.span, 'the source of a secret is written out');
  }
  const { value } = member;
  switch (name) {
    case 'env':
    case 'file': {
      const text = plainText(value, report);
      if (text === undefined || text === '') {
        return wrong(value.span, `\`${name}\` takes a plain string here`);
      }
      return name === 'env' ? { kind: 'env', name: text } : { kind: 'file', path: text };
    }
    case 'command': {
      const words = value.kind === 'list' ? value.elements : [];
      const texts = words.map((word) => (word.spread ? undefined : plainText(word.value, report)));
      const command = texts.flatMap((text) => text ?? []);
      if (command.length === 0 || command.length < texts.length || command[0] === '') {
        return wrong(value.span, '`command` takes a list of plain strings here');
      }
      return { kind: 'command', command };
    }
    default:
      return wrong(member.span, `a secret does not come from \`${name}\``);
  }
}

function nameOf(member: ObjectMember): string | undefined {
  if (member.kind === 'spread') return undefined;
  return 'name' in member.key ? member.key.name : plainText(member.key);
}
