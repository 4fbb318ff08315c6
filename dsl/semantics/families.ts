/*
 * Declarations to what they stand for: the resources of a symbol and the modules of a `use`, with
 * their addresses, within the bounds that keep every stack finite.
 */
import { formatAddress, formatModulePath, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Evaluation } from './evaluation.js';
import { expandClauses } from './expand-clauses.js';
import { stepsOfEach, type Family, type ModuleFamily, type Session } from './session.js';
import type { Instance, ModuleInstance, ResourceSymbol, UseSymbol } from './symbols.js';

const mostResources = 50_000;
const mostModules = 2000;

/** Works out the resources of a symbol. */
export function buildFamily(
  evaluation: Evaluation,
  session: Session,
  symbol: ResourceSymbol,
): Family {
  const { declaration, kind, name, module } = symbol;
  const { span } = declaration.name;
  const { live } = session.place;
  const { keyed, turns, patternLocals } = expandClauses(
    session,
    declaration.clauses,
    'resource',
    span,
  );
  const parts = { kind, symbol: name, ...(module !== '' && { module }) };
  const instances = turns.map(({ key, locals }): Instance => {
    const keyPart = key === undefined ? {} : { key };
    return {
      symbol,
      ...keyPart,
      address: formatAddress({ ...parts, ...keyPart }),
      locals,
      live,
    };
  });
  const address = formatAddress(parts);
  const pattern: Instance = {
    symbol,
    address: keyed ? `${address}[]` : address,
    locals: patternLocals,
    live: false,
  };
  const counted = live ? instances.length : 0;
  const fits = count(evaluation, 'resources', counted, mostResources, span);
  return familyOf(keyed, fits ? instances : [], pattern);
}

/** Works out the modules of a `use`. */
export function buildModules(
  evaluation: Evaluation,
  session: Session,
  use: UseSymbol,
): ModuleFamily {
  const { declaration, name, module } = use;
  const { span } = declaration.name;
  const { live } = session.place;
  const { keyed, turns, patternLocals } = expandClauses(
    session,
    declaration.clauses,
    'module',
    span,
  );
  const instances = turns.map(({ key, locals }): ModuleInstance => {
    const keyPart = key === undefined ? {} : { key };
    return { use, ...keyPart, path: formatModulePath(module, { name, ...keyPart }), locals, live };
  });
  const path = formatModulePath(module, { name });
  const pattern = { use, path: keyed ? `${path}[]` : path, locals: patternLocals, live: false };
  const fits = count(evaluation, 'modules', instances.length, mostModules, span);
  return familyOf(keyed, fits ? instances : [], pattern);
}

function familyOf<T extends Instance | ModuleInstance>(
  keyed: boolean,
  instances: readonly T[],
  pattern: T,
) {
  const byKey = new Map<string | number, T>();
  for (const instance of instances) {
    if (instance.key !== undefined) byKey.set(instance.key, instance);
  }
  return { keyed, instances, byKey, pattern };
}

/** Counts what has been made; false once there is too much of it, which is reported. */
function count(
  { counts, report, work }: Evaluation,
  what: 'resources' | 'modules',
  amount: number,
  most: number,
  span: Span,
): boolean {
  const before = counts[what];
  counts[what] += amount;
  work.most += amount * stepsOfEach;
  if (counts[what] <= most) return true;
  if (before <= most) {
    report(
      diagnose(what === 'resources' ? 'too-many-resources' : 'too-many-modules', span, {
        summary: `a stack has at most ${most} ${what}, with these it has ${counts[what]}`,
      }),
    );
  }
  return false;
}
