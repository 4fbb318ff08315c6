/*
 * What makes a plan impossible: names held by others, a stack of the same name, protected resources
 * that would go. Found before any step is written.
 */
import { type Action, type Diagnostic, type Foreign, type Observed } from '../model/index.js';
import type { Desired, DestroyInput, PlanInput } from './facts.js';
import { askedCause } from './replace.js';
import { objectsAt, resourceAt } from './look-up.js';

/** Objects under the stack's name that carry another id: another repository's stack. */
export function checkIdentity({
  stack,
  observation,
  resources,
}: DestroyInput): readonly Diagnostic[] {
  const other = observation.foreign.find(
    ({ stack: name, stackId }) => name === stack.name && stackId !== stack.id,
  );
  if (!other) return [];
  const span = resources[0]?.span;
  return [
    {
      code: 'stack-taken',
      severity: 'error',
      summary: `another stack named ${stack.name} is on this engine`,
      detail:
        `${other.kind} ${other.name} belongs to a stack of the same name with id ${other.stackId ?? 'unknown'}; ` +
        `the id of this one is ${stack.id}. If they are the same stack, restore its stowage.lock; ` +
        'if not, give this one another name.',
      ...(span ? { span } : {}),
    },
  ];
}

/** Names that the stack wants and somebody else has. Stowage never touches what is not its own. */
export function checkNames(
  { stack, desired, observation, statements }: PlanInput,
  adopted: ReadonlySet<Observed>,
): readonly Diagnostic[] {
  const { imports } = statements;
  return desired.flatMap(({ kind, resource }) => {
    // Why an import was refused has been said; that its object has the name is no second mistake.
    // Where the resource has its object nothing is imported, and nothing was said.
    const hasOwn = objectsAt(observation.objects, resource.address).some(
      (object) => object.kind === kind,
    );
    const isAsked = ({ name, id }: Foreign): boolean =>
      !hasOwn &&
      imports.some(
        (one) => one.to === resource.address && (one.id === name || id.startsWith(one.id)),
      );
    const holder = observation.foreign.find(
      (foreign) =>
        foreign.kind === kind &&
        foreign.name === resource.spec.name &&
        foreign.stack !== stack.name &&
        !isAsked(foreign) &&
        ![...adopted].some((object) => object.kind === kind && object.id === foreign.id),
    );
    return holder ? [nameTaken(resource.address, holder, resource)] : [];
  });
}

function nameTaken(address: string, holder: Foreign, resource: Desired['resource']): Diagnostic {
  const owner =
    holder.released !== undefined
      ? `the stack has let go of it (it was ${holder.released})`
      : holder.stack === undefined
        ? 'Stowage did not make it'
        : `it belongs to stack ${holder.stack}`;
  const way =
    holder.stack === undefined && holder.kind !== 'image'
      ? `Take it in by \`import { to: ${address}, id: ${JSON.stringify(holder.name)} }\`, give`
      : 'Give';
  return {
    code: 'name-taken',
    severity: 'error',
    summary: `a ${holder.kind} named ${holder.name} is there already`,
    detail:
      `${address} wants that name, and ${owner} (id ${holder.id.slice(0, 12)}). ` +
      `${way} this one another \`name\`, or remove or rename the other yourself.`,
    span: resource.spans['name'] ?? resource.span,
  };
}

/** Whether the files or, for what they no longer hold, the ledger protects an object. */
export function isProtected(input: DestroyInput, object: Observed): boolean {
  const written = resourceAt(input.resources, object.address);
  return written
    ? written.lifecycle.protect
    : (input.observation.ledger?.resources[object.address]?.protect ?? false);
}

/** A plan that would delete or replace a protected resource. */
export function checkProtection(
  actions: readonly Action[],
  input: DestroyInput,
): readonly Diagnostic[] {
  return actions.flatMap((action) => {
    if (action.verb !== 'delete' && action.verb !== 'replace') return [];
    // What a rename has left is no loss: its content is in the volume that is protected.
    const losesData = action.risks.some(({ kind }) => kind === 'destroys-data');
    if (action.kind === 'volume' && action.verb === 'delete' && !losesData) return [];
    const objects = objectsAt(input.observation.objects, action.address).filter(
      ({ kind }) => kind === action.kind,
    );
    if (action.kind === 'image' || !objects.some((object) => isProtected(input, object))) return [];
    const resource = resourceAt(input.resources, action.address);
    const paths = action.changes.map((change) => change.path).join(', ');
    const forcing = action.causes.map(({ text }) => text).join(', ');
    const isAsked = action.causes.some(({ text }) => text === askedCause.text);
    const why = isAsked
      ? 'It was asked for with --replace'
      : paths === ''
        ? `${forcing}, and what uses it with it`
        : `A change of ${paths} needs another`;
    const span = resource?.spans['protect'] ?? action.span;
    return [
      {
        code: 'protected',
        severity: 'error' as const,
        summary: `${action.address} is protected and would be ${action.verb}d`,
        detail:
          action.verb === 'replace'
            ? `${why}. ${isAsked ? 'Leave that out' : 'Undo the change'}, or take \`protect\` away first.`
            : 'Write it again, or apply once without `protect` before you take it out.',
        ...(span ? { span } : {}),
      },
    ];
  });
}
