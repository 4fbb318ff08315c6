/*
 * The JSON Schema of a plan as `plan --json` prints it. It says what plan-json.ts writes, and nothing
 * more; a test holds one against the other over many plans.
 */
import { kinds, type OperationName } from '../../model/index.js';
import { planFormat } from './plan-json.js';
import {
  effect,
  flag,
  from,
  integer,
  list,
  object,
  order,
  origin,
  risk,
  span,
  text,
  verb,
  verbs,
  type JsonSchema,
} from './schema-parts.js';

const operations: Readonly<Record<OperationName, true>> = {
  'build-image': true,
  'pull-image': true,
  'tag-image': true,
  'untag-image': true,
  'create-volume': true,
  'copy-volume': true,
  'create-network': true,
  'restore-network': true,
  'create-container': true,
  'update-container': true,
  'write-files': true,
  'connect-network': true,
  'disconnect-network': true,
  'start-container': true,
  'stop-container': true,
  'signal-container': true,
  'rename-container': true,
  'await-container': true,
  remove: true,
};

/** The schema that is published beside the reference. */
export function planSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A Stowage plan',
    description: `What \`stowage plan --json\` prints, format ${planFormat}. Names and nesting are those of Terraform's \`show -json\` where they fit. A minor step of the format only adds; a major one may take away. Secret values are "(secret)".`,
    ...object(
      {
        format_version: { type: 'string', pattern: '^1\\.\\d+$' },
        stowage_version: text('The version that made the plan.'),
        stack: object({ name: text('Name of the stack.'), id: text('Id of the stack.') }),
        engine: text('The engine in one line for people.'),
        generation: integer('The generation that carrying it out makes.', 1),
        applyable: flag('Whether there is anything to do.'),
        refresh_only: { description: 'Present where only the ledger is written.', const: true },
        complete: { description: 'Present where a part of the stack was chosen.', const: false },
        partial: {
          description: 'What was chosen, as it was asked for; what is not has no action.',
          ...object({
            targets: list({ type: 'string' }, 'Without any, all but the excludes.'),
            excludes: list({ type: 'string' }, 'Left as they are.'),
          }),
        },
        resource_changes: list({ $ref: '#/$defs/resource_change' }),
        resource_drift: list({ $ref: '#/$defs/resource_drift' }),
        output_changes: { type: 'object', additionalProperties: { $ref: '#/$defs/output' } },
        steps: list({ $ref: '#/$defs/step' }),
        summary: {
          description: 'How many actions of each verb; verbs without one are left out.',
          type: 'object',
          propertyNames: { enum: Object.keys(verbs) },
          additionalProperties: { type: 'integer', minimum: 1 },
        },
      },
      ['refresh_only', 'complete', 'partial'],
    ),
    $defs: {
      resource_change: resourceChange,
      resource_drift: object({
        ...identity,
        changes: list({ $ref: '#/$defs/change' }, 'Those that the files alone did not make.'),
      }),
      change,
      cause: object(
        {
          text: text('Why, in words.'),
          address: text('The resource that this cause passes on from.'),
        },
        ['address'],
      ),
      risk,
      output: object(
        {
          after: { description: 'Absent while it is not known, and where it is sensitive.' },
          after_unknown: { const: true },
          after_sensitive: { const: true },
        },
        ['after', 'after_unknown', 'after_sensitive'],
      ),
      step: object({
        id: text('Unique in the plan; the same for the same inputs.'),
        address: text('The resource it is a step for.'),
        op: { enum: Object.keys(operations) },
        after: list({ type: 'string' }, 'Ids of the steps that must have succeeded.'),
      }),
      span,
    },
  };
}

const identity = {
  address: text('Address of the resource, such as `container.web[2]` or `pg.volume.data`.'),
  type: { enum: [...kinds] },
  name: text('Name of the object in the engine.'),
};

const change = object(
  {
    path: text('Such as `memory`, `env.DB_HOST` or `ports["0.0.0.0:80/tcp"]`.'),
    before: { description: 'The live value; absent where there is none.' },
    after: { description: 'The wanted value; absent where there is none.' },
    origin,
    from,
    effect,
    reason: text('Why it forces replacement, where that is not plain from the schema.'),
    span: { $ref: '#/$defs/span' },
  },
  ['before', 'after', 'from', 'reason', 'span'],
);

const resourceChange = object(
  {
    ...identity,
    previous_address: text('The address it had before.'),
    change: object(
      {
        actions: list(
          { enum: ['no-op', 'create', 'update', 'delete', 'forget'] },
          "The action in Terraform's words; a replacement is delete and create.",
        ),
        importing: object({ id: text('Name of what is imported.') }),
        before: { type: 'object', description: 'Live values of what differs, by path.' },
        after: { type: 'object', description: 'Wanted values of what differs, by path.' },
        replace_paths: list(list({ type: 'string' }), 'Paths that force a replacement.'),
      },
      ['importing'],
    ),
    action_reason: { type: ['string', 'null'], description: 'The first cause.' },
    verb,
    order,
    on_failure: { enum: ['keep'], description: 'A successor that fails stays.' },
    changes: list({ $ref: '#/$defs/change' }),
    causes: list({ $ref: '#/$defs/cause' }),
    risks: list({ $ref: '#/$defs/risk' }),
  },
  ['previous_address', 'order', 'on_failure'],
);
