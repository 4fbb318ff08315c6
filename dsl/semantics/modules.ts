/*
 * Modules: each use of a directory is a session of its own. Modules never use each other in a
 * circle, and what is inside of one is reached through its outputs only.
 */
import { nearestName, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { NameNode } from '../syntax/index.js';
import { symbolsOfModule } from './module-symbols.js';
import { openSession, type FindParam } from './definitions.js';
import { directoryOf, type Directory } from './directories.js';
import type { Evaluation } from './evaluation.js';
import { givenParam } from './module-params.js';
import { outputValue } from './outputs.js';
import { paramDefault, paramOfType } from './params.js';
import { plainText } from './plain-text.js';
import type { Place, Session } from './session.js';
import type { ModuleInstance } from './symbols.js';
import { poison, type Value } from './value.js';

const deepestModules = 20;

/** The session of a module, opened when it is first asked for; `undefined` where it has no files. */
export function sessionOfModule(
  evaluation: Evaluation,
  user: Session,
  module: ModuleInstance,
): Session | undefined {
  const { sessions, failed } = evaluation;
  const known = sessions.get(module.path);
  if (known) return known;
  if (failed.has(module.path)) return undefined;
  const directory = enterDirectory(evaluation, user, module);
  if (!directory) {
    failed.add(module.path);
    return undefined;
  }
  const { name } = module.use;
  const place: Place = {
    path: module.path,
    names: [...user.place.names, module.key === undefined ? name : `${name}-${module.key}`],
    directory: directory.path,
    live: module.live,
    use: module,
  };
  const symbols = symbolsOfModule(directory.symbols, module.path);
  const findParam: FindParam = (inside, param) => {
    const given = givenParam(user, inside, module, param);
    // The default is checked even where it is not used; what is missing is reported by the use.
    const standard = paramDefault(inside, param);
    return given ?? standard ?? paramOfType(inside, param);
  };
  const { stackName, environment } = user;
  return openSession(evaluation, symbols, place, findParam, { stackName, environment });
}

/** The value of an output of a module; one that it does not have is reported. */
export function outputOf(
  evaluation: Evaluation,
  user: Session,
  module: ModuleInstance,
  { name, span }: NameNode,
): Value {
  const inside = sessionOfModule(evaluation, user, module);
  if (!inside) return poison(span);
  const { outputs, lost } = inside.symbols;
  if (outputs.has(name)) return outputValue(inside, name, span);
  if (lost.has(name)) return poison(span);
  const nearest = nearestName(name, outputs.keys());
  const isInside = inside.symbols.resourcesByName.has(name);
  user.report(
    diagnose('unknown-attribute', span, {
      summary: `the module \`${module.use.name}\` has no output \`${name}\``,
      detail: isInside
        ? `There is a resource of that name inside; add \`output ${name} = ${name}\` to the module.`
        : outputs.size === 0
          ? 'It has none.'
          : `It has ${[...outputs.keys()].map((one) => `\`${one}\``).join(', ')}.`,
      fix:
        nearest === undefined ? undefined : { title: `write \`${nearest}\``, span, text: nearest },
    }),
  );
  return poison(span);
}

/** A module that is used on the way to another. */
interface Ancestor {
  readonly directory: string;
  readonly source: string;
  readonly span: Span;
}

/** The directory of a module that may be used here; a circle of modules is reported. */
function enterDirectory(
  evaluation: Evaluation,
  user: Session,
  { use }: ModuleInstance,
): Directory | undefined {
  const directory = directoryOf(evaluation, use, user.place);
  if (!directory) return undefined;
  const { source } = use.declaration;
  const here = { directory: directory.path, source: plainText(source) ?? '', span: source.span };
  const way = [...ancestors(evaluation, user), here];
  const isStack = directory.path === '';
  const first = isStack ? 0 : way.findIndex((one) => one.directory === directory.path);
  if (isStack || first < way.length - 1) {
    evaluation.report(circleOfModules(isStack ? 'the stack' : directory.path, way.slice(first)));
    return undefined;
  }
  if (way.length <= deepestModules) return directory;
  evaluation.report(
    diagnose('too-many-modules', source.span, {
      summary: `modules nest at most ${deepestModules} deep`,
    }),
  );
  return undefined;
}

/** The modules around a session, outermost first. */
function ancestors({ sessions }: Evaluation, session: Session): Ancestor[] {
  const way: Ancestor[] = [];
  for (
    let inner: Session | undefined = session;
    inner?.place.use;
    inner = sessions.get(inner.place.use.use.module)
  ) {
    const { source } = inner.place.use.use.declaration;
    const { directory } = inner.place;
    way.unshift({ directory, source: plainText(source) ?? '', span: source.span });
  }
  return way;
}

/** `way` leads from a directory back to it; the first use of it is no part of the circle. */
function circleOfModules(name: string, way: readonly Ancestor[]) {
  const uses = name === 'the stack' ? way : way.slice(1);
  const path = [name, ...uses.map(({ directory }) => (directory === '' ? name : directory))];
  return diagnose('cycle', uses.at(-1)?.span, {
    summary: `${path.join(' -> ')} is a circle of modules`,
    detail: 'Each of these uses the next, so there would be no end to them.',
    labels: uses.map(({ span, source }) => ({
      span,
      text: `${JSON.stringify(source)} is used here`,
    })),
  });
}
