/*
 * What stands in braces after the name of a stack. It is plain text: it says what evaluation may
 * read, so that it is known before anything is evaluated.
 */
import { type Diagnostic, nearestName } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { ObjectMember, StackDeclaration } from '../syntax/index.js';
import { writtenTwice } from './evaluate.js';
import { plainText } from './plain-text.js';

type Report = (diagnostic: Diagnostic) => void;

/** The names of environment variables that may be read; `*` stands for any letters. */
export function readSettings(stack: StackDeclaration | undefined, report: Report): string[] {
  const names: string[] = [];
  let before: ObjectMember | undefined;
  for (const member of stack?.settings?.members ?? []) {
    if (member.kind === 'spread') {
      report(
        diagnose('type-mismatch', member.span, { summary: 'settings of a stack are written out' }),
      );
      continue;
    }
    const name = 'name' in member.key ? member.key.name : plainText(member.key, report);
    if (name !== 'environment') {
      const nearest = nearestName(name ?? '', ['environment']);
      const { span } = member.key;
      report(
        diagnose('unknown-attribute', span, {
          summary: `a stack has no setting \`${name ?? ''}\``,
          detail: 'It has `environment`, the names of variables that `env()` may read.',
          fix:
            nearest === undefined
              ? undefined
              : { title: `write \`${nearest}\``, span, text: nearest },
        }),
      );
      continue;
    }
    if (before) report(writtenTwice(name, member.key.span, before.span));
    before = member;
    names.push(...namesOf(member, report));
  }
  return names;
}

const pattern = /^[A-Za-z_*][\w*]*$/;

function namesOf(member: Extract<ObjectMember, { kind: 'field' }>, report: Report): string[] {
  const { value } = member;
  const detail = 'Write a list of names, such as `["CI_COMMIT_SHA", "CI_*"]`.';
  if (value.kind !== 'list') {
    report(
      diagnose('type-mismatch', value.span, { summary: '`environment` takes a list', detail }),
    );
    return [];
  }
  return value.elements.flatMap((element) => {
    const name = element.spread ? undefined : plainText(element.value, report);
    if (name !== undefined && pattern.test(name)) return [name];
    report(
      diagnose('invalid-value', element.span, {
        summary: 'this is no name of an environment variable',
        detail,
      }),
    );
    return [];
  });
}
