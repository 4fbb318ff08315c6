/*
 * `import`: what the engine has and the stack does not yet own becomes a resource's object. Labels
 * cannot be put on what is there, so the ledger says whose it is. A statement whose resource has its
 * object is done, and may stay or go.
 */
import {
  isMeant,
  kindOfAddress,
  type Candidate,
  type Diagnostic,
  type Import,
  type Observation,
  type Observed,
  type Resource,
} from '../model/index.js';

export interface Adoption {
  /** With what is adopted under the addresses of the statements. */
  readonly observation: Observation;
  readonly adopted: ReadonlySet<Observed>;
  /** Why a plan is impossible. */
  readonly diagnostics: readonly Diagnostic[];
  /** What to know of that which is adopted. */
  readonly warnings: readonly Diagnostic[];
}

type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'adopted'; readonly object: Observed }
  | { readonly kind: 'refused'; readonly diagnostic: Diagnostic };

/** Takes in what the `import` statements ask for. */
export function adopt(
  observation: Observation,
  imports: readonly Import[],
  resources: readonly Resource[],
): Adoption {
  const adopted = new Set<Observed>();
  const diagnostics: Diagnostic[] = [];
  const warnings: Diagnostic[] = [];
  for (const statement of imports) {
    const outcome = adoptOne(observation, statement, resources, adopted);
    if (outcome.kind === 'adopted') {
      adopted.add(outcome.object);
      warnings.push(...partial(outcome.object, statement));
    }
    if (outcome.kind === 'refused') diagnostics.push(outcome.diagnostic);
  }
  const objects = [...observation.objects, ...adopted];
  return { observation: { ...observation, objects }, adopted, diagnostics, warnings };
}

/** What an object has and no spec can say, as far as one made from its spec would be another thing. */
function partial(
  { kind, name, beyond = [] }: Observed,
  { to, span }: Import,
): readonly Diagnostic[] {
  const essential = beyond.filter(({ weight }) => weight === 'essential').map(({ text }) => text);
  if (essential.length === 0) return [];
  return [
    {
      code: 'import-partial',
      severity: 'warning',
      summary: `${kind} ${name} has what no file can say: ${essential.join(', ')}`,
      detail: `It stays as it is while it lives. When ${to} is made anew, it is without.`,
      span,
    },
  ];
}

function adoptOne(
  observation: Observation,
  statement: Import,
  resources: readonly Resource[],
  adopted: ReadonlySet<Observed>,
): Outcome {
  const { to, id, span } = statement;
  const refuse = (code: string, summary: string, detail: string): Outcome => ({
    kind: 'refused',
    diagnostic: { code, severity: 'error', summary, detail, span },
  });
  const kind = kindOfAddress(to);
  const resource = resources.find(({ address }) => address === to);
  if (kind === undefined || !resource) {
    const detail = 'Write the resource too, as it is to be. The plan then shows what differs.';
    return refuse('import-unwritten', `${to} is to be imported, and is not written`, detail);
  }
  if (kind === 'image') {
    const detail =
      'An image is known by what it is made from, which one made elsewhere does not say. ' +
      'Take the statement out; the image is built, or write its name where a container uses it.';
    return refuse('import-unsupported', 'an image cannot be imported', detail);
  }
  const { objects, candidates, ledger } = observation;
  if (objects.some((object) => object.kind === kind && object.address === to)) {
    return { kind: 'done' };
  }
  const own = objects.find((object) => object.kind === kind && isMeant(id, object));
  if (own) {
    const detail = `It is ${own.address}. Write \`moved { from: ${own.address}, to: ${to} }\` instead.`;
    return refuse('import-owned', `${kind} ${id} is the stack’s already`, detail);
  }
  const candidate = candidates.find((one) => one.object.kind === kind && one.wanted === id);
  if (!candidate) {
    // It was imported, and removed by hand since: it is made again.
    if (ledger?.resources[to]) return { kind: 'done' };
    const detail =
      'The engine knows nothing by that name or id. Take the statement out to make it anew.';
    return refuse('import-missing', `there is no ${kind} ${id} to import`, detail);
  }
  return takeIn(candidate, resource, adopted, refuse);
}

function takeIn(
  { object, owner, wanted }: Candidate,
  { address, spec }: Resource,
  adopted: ReadonlySet<Observed>,
  refuse: (code: string, summary: string, detail: string) => Outcome,
): Outcome {
  const { kind, name, id } = object;
  if (owner) {
    const detail =
      `It belongs to stack ${owner.stack ?? owner.stackId}. ` +
      'Let that stack go of it first, by `removed { from: …, destroy: false }`.';
    return refuse('import-owned', `${kind} ${wanted} belongs to another stack`, detail);
  }
  const twin = [...adopted].find((one) => one.kind === kind && one.id === id);
  if (twin) {
    const detail = `It is imported as ${twin.address} already.`;
    return refuse('import-owned', `${kind} ${wanted} is imported twice`, detail);
  }
  if (kind !== 'container' && name !== spec.name) {
    return refuse(
      'name-fixed',
      `${kind} ${name} cannot be renamed to ${spec.name}`,
      `No engine renames a ${kind}. Write \`name: ${JSON.stringify(name)}\` in ${address}.`,
    );
  }
  return { kind: 'adopted', object: { ...object, address } };
}
