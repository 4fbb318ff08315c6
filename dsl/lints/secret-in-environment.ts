/*
 * A secret that `reveal` puts into an environment variable: everybody who may inspect the container
 * reads it there, and so does every program that the process starts.
 */
import type { Diagnostic } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Session } from '../semantics/session.js';
import type { Instance } from '../semantics/symbols.js';
import type { Lint } from './lint.js';

export const secretInEnvironment: Lint = ({ sessions }) =>
  sessions.flatMap((session) =>
    session.symbols.resources.flatMap((symbol) => {
      if (symbol.declaration.broken || (symbol.kind !== 'container' && symbol.kind !== 'image')) {
        return [];
      }
      const { instances } = session.definitions.family(symbol, symbol.declaration.name.span);
      return instances.flatMap((instance) => revealedIn(session, instance));
    }),
  );

function revealedIn({ definitions }: Session, instance: Instance): readonly Diagnostic[] {
  const { name } = instance.symbol.declaration;
  const env = definitions.attribute(instance, 'env', name.span);
  if (env.kind !== 'object') return [];
  return [...env.members].flatMap(([variable, { value, span }]) => {
    if (value.revealed === undefined) return [];
    return diagnose('secret-in-environment', span, {
      summary: `the variable \`${variable}\` shows a secret to all who may inspect ${instance.address}`,
      detail: 'Most images take the path of a file instead, as in `POSTGRES_PASSWORD_FILE`.',
      labels:
        value.revealed.start.offset >= span.start.offset &&
        value.revealed.end.offset <= span.end.offset &&
        value.revealed.file === span.file
          ? []
          : [{ span: value.revealed, text: 'it is revealed here' }],
    });
  });
}
