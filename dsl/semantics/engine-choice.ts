/*
 * The engine that a stack declares: a word or an address, judged by its form alone. Whether it
 * answers is for the command to find out.
 */
import { type Diagnostic, nearestName, type Stack } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { EngineDeclaration } from '../syntax/index.js';

const words = ['embedded', 'docker', 'podman', 'swarm'];
/** A socket by its absolute path, a host with a port, a host with an optional user, port and path. */
const addresses = [
  /^unix:\/\/\/[^\s?#]+$/,
  /^tcp:\/\/(?:[\w.-]+|\[[\da-fA-F:.]+\]):\d{1,5}$/,
  /^ssh:\/\/(?:[\w.-]+@)?(?:[\w.-]+|\[[\da-fA-F:.]+\])(?::\d{1,5})?(?:\/[^\s?#]*)?$/,
];

/** The engine that a stack is declared for; `undefined` where it is none, which is reported. */
export function engineChoice(
  { name: { name, span }, broken }: EngineDeclaration,
  report: (diagnostic: Diagnostic) => void,
): Stack['engine'] {
  if (broken) return undefined;
  if (words.includes(name) || addresses.some((form) => form.test(name))) {
    return { text: name, span };
  }
  const nearest = nearestName(name, words);
  report(
    diagnose('invalid-engine', span, {
      summary: `there is no engine ${JSON.stringify(name)}`,
      detail:
        'An engine is `embedded`, `docker`, `podman` or `swarm`, or an address such as `"unix:///run/docker.sock"`, `"tcp://host:2376"` or `"ssh://user@host"`.',
      fix:
        nearest === undefined ? undefined : { title: `write \`${nearest}\``, span, text: nearest },
    }),
  );
  return undefined;
}
