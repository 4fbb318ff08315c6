/*
 * Which variables of the environment a stack may read: those that it lists, so that a reader of the
 * stack sees what it depends on, and a module can take nothing that its user has not allowed.
 */
import type { Fix, Span } from '../../model/index.js';
import type { Session } from '../semantics/session.js';
import type { Expression } from '../syntax/index.js';
import { fail } from './call.js';
import { globPattern } from './glob.js';
import type { Failure } from './library-function.js';

/** Whether the stack lists a variable; in the list `*` stands for any letters. */
export const isListed = ({ environment }: Session, name: string): boolean =>
  environment.some((pattern) => globPattern(pattern)(name));

/** Says that a variable is not listed, with the edit that lists it where the stack is at hand. */
export function variableNotListed(session: Session, name: string): Failure {
  const fix = listingFix(session, name);
  return fail(
    `the stack does not list the variable \`${name}\``,
    { code: 'unlisted-variable', argument: 0, ...(fix && { fix }) },
    `The variables that are read stand beside the name of the stack: \`stack NAME { environment: ["${name}"] }\`.`,
  );
}

const behind = ({ file, end }: Span): Span => ({ file, start: end, end });

function listingFix({ symbols: { stack } }: Session, name: string): Fix | undefined {
  if (!stack || !/^\w+$/.test(name)) return undefined;
  const title = `list \`${name}\``;
  const { settings } = stack;
  if (!settings) {
    return { title, span: behind(stack.name.span), text: ` { environment: ["${name}"] }` };
  }
  for (const member of settings.members) {
    if (member.kind !== 'field' || !('name' in member.key)) continue;
    if (member.key.name === 'environment') return intoList(member.value, title, name);
  }
  return undefined;
}

function intoList(list: Expression, title: string, name: string): Fix | undefined {
  if (list.kind !== 'list') return undefined;
  const last = list.elements.at(-1);
  return last
    ? { title, span: behind(last.span), text: `, "${name}"` }
    : { title, span: list.span, text: `["${name}"]` };
}
