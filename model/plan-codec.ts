/*
 * Reads a plan that was saved. Whoever can write the file can write anything into it, so that every
 * member of every step is checked before one of them is looked at: a kind of operation or a member
 * that this version does not know is refused, never skipped.
 */
import { kinds } from './address.js';
import {
  isCompletedContainer,
  isCompletedEndpoint,
  isSpan,
  isDiagnostic,
  isJson,
} from './plan-parts.js';
import { validators } from './generated/validators.js';
import type {
  Action,
  Cause,
  Change,
  KeptImage,
  Layer,
  LiveSettings,
  Operation,
  OperationName,
  OperationOf,
  Origin,
  Part,
  Plan,
  PlannedOutput,
  Recovery,
  Risk,
  RiskKind,
  Step,
  Target,
  Verb,
} from './plan.js';
import type { Seal } from './fingerprint.js';
import { isCompletedImage } from './image-record.js';
import { isClaim, isLedgerEntry } from './record-codec.js';
import {
  isCount,
  isFlag,
  isNumber,
  isText,
  listOf,
  mapOf,
  nullable,
  objectOf,
  oneOf,
  optional,
  wordOf,
  type Shape,
} from './shape.js';

const isTexts = listOf(isText);
const isLabels = mapOf(isText);
const isKind = oneOf(...kinds);

const isTarget: Shape<Target> = objectOf<Target>({
  kind: isKind,
  name: isText,
  id: optional(isText),
  imported: optional(oneOf(true)),
  owner: optional(objectOf<NonNullable<Target['owner']>>({ stackId: isText, address: isText })),
});

const isSettings = objectOf<LiveSettings>({
  memory: optional(nullable(isNumber)),
  memory_swap: optional(nullable(isNumber)),
  memory_reservation: optional(nullable(isNumber)),
  cpus: optional(nullable(isNumber)),
  cpu_shares: optional(nullable(isNumber)),
  cpu_period: optional(nullable(isNumber)),
  cpu_quota: optional(nullable(isNumber)),
  cpuset: optional(nullable(isText)),
  cpuset_mems: optional(nullable(isText)),
  pids: optional(nullable(isNumber)),
  restart: optional(
    objectOf<NonNullable<LiveSettings['restart']>>({ policy: isText, max_retries: isNumber }),
  ),
});

const buildParts = {
  spec: validators.image,
  completed: isCompletedImage,
  seals: optional(listOf(objectOf<Seal>({ text: isText, fingerprint: isText }))),
};

const operations: { readonly [O in OperationName]: Shape<OperationOf<O>> } = {
  'build-image': objectOf<OperationOf<'build-image'>>({
    op: oneOf('build-image'),
    ...buildParts,
    reference: isText,
    labels: isLabels,
  }),
  'pull-image': objectOf<OperationOf<'pull-image'>>({
    op: oneOf('pull-image'),
    reference: isText,
    platform: optional(isText),
  }),
  'create-volume': objectOf<OperationOf<'create-volume'>>({
    op: oneOf('create-volume'),
    spec: validators.volume,
    labels: isLabels,
  }),
  'copy-volume': objectOf<OperationOf<'copy-volume'>>({
    op: oneOf('copy-volume'),
    from: isTarget,
    spec: validators.volume,
    labels: isLabels,
  }),
  'create-network': objectOf<OperationOf<'create-network'>>({
    op: oneOf('create-network'),
    spec: validators.network,
    labels: isLabels,
  }),
  'restore-network': objectOf<OperationOf<'restore-network'>>({
    op: oneOf('restore-network'),
    target: isTarget,
    spec: validators.network,
    labels: isLabels,
  }),
  'tag-image': objectOf<OperationOf<'tag-image'>>({
    op: oneOf('tag-image'),
    target: isTarget,
    reference: isText,
    from: optional(isTexts),
  }),
  'untag-image': objectOf<OperationOf<'untag-image'>>({
    op: oneOf('untag-image'),
    target: isTarget,
    reference: isText,
  }),
  'create-container': objectOf<OperationOf<'create-container'>>({
    op: oneOf('create-container'),
    completed: isCompletedContainer,
    as: optional(isText),
    labels: isLabels,
  }),
  'update-container': objectOf<OperationOf<'update-container'>>({
    op: oneOf('update-container'),
    target: isTarget,
    settings: isSettings,
  }),
  'write-files': objectOf<OperationOf<'write-files'>>({
    op: oneOf('write-files'),
    target: isTarget,
    completed: isCompletedContainer,
  }),
  'connect-network': objectOf<OperationOf<'connect-network'>>({
    op: oneOf('connect-network'),
    target: isTarget,
    network: isText,
    endpoint: isCompletedEndpoint,
  }),
  'disconnect-network': objectOf<OperationOf<'disconnect-network'>>({
    op: oneOf('disconnect-network'),
    target: isTarget,
    network: isText,
  }),
  'start-container': objectOf<OperationOf<'start-container'>>({
    op: oneOf('start-container'),
    target: isTarget,
  }),
  'stop-container': objectOf<OperationOf<'stop-container'>>({
    op: oneOf('stop-container'),
    target: isTarget,
  }),
  'signal-container': objectOf<OperationOf<'signal-container'>>({
    op: oneOf('signal-container'),
    target: isTarget,
    signal: isText,
  }),
  'rename-container': objectOf<OperationOf<'rename-container'>>({
    op: oneOf('rename-container'),
    target: isTarget,
    name: isText,
    drop: optional(isText),
  }),
  'await-container': objectOf<OperationOf<'await-container'>>({
    op: oneOf('await-container'),
    target: isTarget,
    until: oneOf('running', 'healthy', 'completed'),
  }),
  remove: objectOf<OperationOf<'remove'>>({ op: oneOf('remove'), target: isTarget }),
};

const shapesOfOperations = new Map<unknown, Shape<Operation>>(Object.entries(operations));

const isOperation: Shape<Operation> = (value): value is Operation =>
  typeof value === 'object' &&
  value !== null &&
  'op' in value &&
  shapesOfOperations.get(value.op)?.(value) === true;

const isStep: Shape<Step> = (value): value is Step => {
  if (typeof value !== 'object' || value === null) return false;
  const { id, address, after, ...operation }: Readonly<Record<string, unknown>> = { ...value };
  return isText(id) && isText(address) && isTexts(after) && isOperation(operation);
};

const isLayer = wordOf<Layer>({ declared: true, image: true, default: true, live: true });

const isChange = objectOf<Change>({
  path: isText,
  before: optional(isJson),
  after: optional(isJson),
  origin: wordOf<Origin>({ you: true, drift: true, both: true }),
  from: optional(
    objectOf<NonNullable<Change['from']>>({ before: optional(isLayer), after: optional(isLayer) }),
  ),
  effect: oneOf('in-place', 'replace'),
  reason: optional(isText),
  span: optional(isSpan),
});

const isAction = objectOf<Action>({
  address: isText,
  kind: isKind,
  verb: wordOf<Verb>({
    create: true,
    build: true,
    pull: true,
    update: true,
    replace: true,
    start: true,
    stop: true,
    run: true,
    move: true,
    adopt: true,
    forget: true,
    delete: true,
    keep: true,
  }),
  name: isText,
  changes: listOf(isChange),
  causes: listOf(objectOf<Cause>({ text: isText, address: optional(isText) })),
  risks: listOf(
    objectOf<Risk>({
      kind: wordOf<RiskKind>({
        'destroys-data': true,
        unrecorded: true,
        'interrupts-service': true,
        'writes-together': true,
        'exposes-every-interface': true,
        'takes-name': true,
        'runs-unconfined': true,
      }),
      text: isText,
    }),
  ),
  span: optional(isSpan),
  from: optional(isText),
  imported: optional(oneOf(true)),
  order: optional(oneOf('start-first')),
  onFailure: optional(oneOf('keep')),
  steps: isTexts,
});

const isRecovery = objectOf<Recovery>({
  address: isText,
  after: optional(isText),
  guards: isTexts,
  operations: listOf(isOperation),
  otherwise: optional(listOf(isOperation)),
});

const isOutput = objectOf<PlannedOutput>({
  name: isText,
  value: optional(isJson),
  unknown: optional(oneOf(true)),
  secret: optional(oneOf(true)),
  description: optional(isText),
});

const hasShape: Shape<Plan> = objectOf<Plan>({
  stack: objectOf<Plan['stack']>({ name: isText, id: isText }),
  partial: optional(objectOf<Part>({ targets: isTexts, excludes: isTexts })),
  refreshOnly: optional(oneOf(true)),
  generation: isCount,
  actions: listOf(isAction),
  steps: listOf(isStep),
  recoveries: listOf(isRecovery),
  resources: mapOf(isLedgerEntry),
  claims: listOf(isClaim),
  moved: isTexts,
  ledgerOutdated: isFlag,
  outputs: listOf(isOutput),
  pins: optional(mapOf(isText)),
  keptImages: optional(listOf(objectOf<KeptImage>({ address: isText, ...buildParts }))),
  warnings: listOf(isDiagnostic),
});

/** Reads a plan; `undefined` for what this version does not understand whole. */
export function parsePlan(value: unknown): Plan | undefined {
  return hasShape(value) && isGraph(value) ? value : undefined;
}

/** Whether every step is there once and waits only for steps before it. */
function isGraph({ steps, actions, recoveries }: Plan): boolean {
  const seen = new Set<string>();
  for (const { id, after } of steps) {
    if (seen.has(id) || !after.every((other) => seen.has(other))) return false;
    seen.add(id);
  }
  return (
    actions.every((action) => action.steps.every((id) => seen.has(id))) &&
    recoveries.every(
      ({ guards, after }) =>
        guards.every((id) => seen.has(id)) && (after === undefined || seen.has(after)),
    )
  );
}
