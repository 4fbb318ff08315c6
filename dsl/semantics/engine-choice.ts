/*
 * The engine that a stack declares: a word or an address, judged by its form alone. Whether it
 * answers is for the command to find out.
 */
import {
  addressForms,
  type Diagnostic,
  nearestName,
  parseEngineAddress,
  type Stack,
} from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { EngineDeclaration } from '../syntax/index.js';

const words = ['embedded', 'docker', 'podman', 'swarm'];

/** The engine that a stack is declared for; `undefined` where it is none, which is reported. */
export function engineChoice(
  { name: { name, span }, broken }: EngineDeclaration,
  report: (diagnostic: Diagnostic) => void,
): Stack['engine'] {
  if (broken) return undefined;
  if (words.includes(name) || parseEngineAddress(name)) {
    return { text: name, span };
  }
  const nearest = nearestName(name, words);
  report(
    diagnose('invalid-engine', span, {
      summary: `there is no engine ${JSON.stringify(name)}`,
      detail: `An engine is \`embedded\`, \`docker\`, \`podman\` or \`swarm\`, or an address in quotes: ${addressForms}.`,
      fix:
        nearest === undefined ? undefined : { title: `write \`${nearest}\``, span, text: nearest },
    }),
  );
  return undefined;
}
