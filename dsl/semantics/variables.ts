/*
 * Variables of comprehensions hide nothing, as those of `for` on a resource do not: a name means one
 * thing wherever it stands.
 */
import type { Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { NameNode } from '../syntax/index.js';
import { isKind } from '../types/from-schema.js';
import { hidesAnother, kindAsName } from './bind-messages.js';
import type { Scope, Session } from './session.js';
import type { Symbols } from './symbols.js';

/** Reports variables whose names mean something else already. */
export function checkVariables(
  { symbols, report }: Session,
  { locals }: Scope,
  variables: readonly NameNode[],
): void {
  for (const [index, variable] of variables.entries()) {
    const { name, span } = variable;
    const twin = variables.slice(0, index).find((other) => other.name === name);
    const before = declaredAt(symbols, name) ?? twin?.span;
    if (isKind(name)) report(kindAsName(variable));
    else if (before) report(hidesAnother(variable, before));
    else if (locals.has(name)) {
      report(
        diagnose('shadowed-name', span, {
          summary: `\`${name}\` would hide another \`${name}\``,
          detail:
            'That is a variable of the `for`, or a parameter of the function, around it. Choose another name.',
        }),
      );
    }
  }
}

/** Where a name is declared in the stack or module. */
function declaredAt(symbols: Symbols, name: string): Span | undefined {
  const named =
    symbols.params.get(name) ??
    symbols.lets.get(name) ??
    symbols.secrets.get(name) ??
    symbols.types.get(name) ??
    symbols.functions.get(name) ??
    symbols.uses.get(name)?.declaration ??
    symbols.resourcesByName.get(name)?.[0]?.declaration;
  return named?.name.span;
}
