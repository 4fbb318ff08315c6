/*
 * The JSON Schema of a story as `explain ADDRESS --json` prints it. It says what story-json.ts writes,
 * and nothing more; a test holds one against the other.
 */
import { kinds, type HealthState, type RunState } from '../../model/index.js';
import type { Drift } from '../../planner/index.js';
import {
  effect,
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
  type JsonSchema,
} from '../render/schema-parts.js';
import { storyFormat } from './story-json.js';

const states: Readonly<Record<RunState, true>> = {
  created: true,
  running: true,
  paused: true,
  restarting: true,
  exited: true,
  dead: true,
};
const healths: Readonly<Record<HealthState, true>> = {
  starting: true,
  healthy: true,
  unhealthy: true,
};
const drifts: Readonly<Record<Drift['what'], true>> = {
  changed: true,
  removed: true,
  stopped: true,
  started: true,
  unrecorded: true,
};

/** The schema that is published beside the reference. */
export function storySchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'The story of a resource of a Stowage stack',
    description: `What \`stowage explain ADDRESS --json\` prints, format ${storyFormat}. Names are those of the plan where they fit. A minor step of the format only adds; a major one may take away. Secret values are "(secret)".`,
    ...object({
      format_version: { type: 'string', pattern: '^1\\.\\d+$' },
      address: text('Address of the resource, such as `container.web[2]` or `pg.volume.data`.'),
      type: { enum: [...kinds] },
      written: orNull({ $ref: '#/$defs/span' }, 'Where the files have it.'),
      recorded: orNull(recorded, 'The newest generation, where the ledger knows the resource.'),
      observed: list(
        observed,
        'What the engine has; several while one takes the place of another.',
      ),
      drift: list(drift, 'What is not as it was left, whoever wants what.'),
      actions: {
        ...list({ $ref: '#/$defs/action' }, 'What apply would do; null where no plan can be made.'),
        type: ['array', 'null'],
      },
      depends_on: list({ $ref: '#/$defs/link' }),
      dependents: list({ $ref: '#/$defs/link' }),
    }),
    $defs: {
      action,
      attribute,
      cause: object(
        {
          text: text('Why, in words.'),
          address: text('The resource that this cause passes on from.'),
          because: list({ $ref: '#/$defs/cause' }, 'Why that is so.'),
        },
        ['address'],
      ),
      link,
      risk,
      span,
    },
  };
}

const orNull = (schema: JsonSchema, description: string): JsonSchema => ({
  description,
  anyOf: [schema, { type: 'null' }],
});

const recorded = object(
  {
    generation: integer('Its number.', 1),
    time: text('RFC 3339, UTC.'),
    author: text('Who applied it: user@host.'),
    commit: text('The commit that the files were at.'),
  },
  ['commit'],
);

const observed = object(
  {
    id: text('The engine’s.'),
    name: text('Name of the object in the engine.'),
    generation: integer('The generation that made it; 0 where its labels do not say.', 0),
    state: { enum: Object.keys(states), description: 'Of a container.' },
    exit_code: { type: 'integer', description: 'Of a container that has ended.' },
    health: { enum: Object.keys(healths), description: 'Of a container with a check.' },
    addresses: {
      description: 'Of a container that runs, by the name of the network.',
      type: 'object',
      additionalProperties: { type: 'string' },
    },
  },
  ['state', 'exit_code', 'health', 'addresses'],
);

const drift = object(
  {
    what: { enum: Object.keys(drifts) },
    detail: text('One sentence where a word is not enough.'),
    changes: list(
      object(
        {
          path: text('Such as `memory` or `env.DB_HOST`.'),
          recorded: { description: 'What was applied; absent where there was nothing.' },
          observed: { description: 'What is there; absent where there is nothing.' },
        },
        ['recorded', 'observed'],
      ),
    ),
  },
  ['detail'],
);

const attribute = object(
  {
    path: text('Such as `memory`, `env.DB_HOST` or `ports["0.0.0.0:80/tcp"]`.'),
    files: { description: 'What the files want; absent where they want nothing.' },
    recorded: { description: 'What was applied; absent where nothing was.' },
    engine: { description: 'What is there; absent where there is nothing.' },
    origin,
    from,
    effect,
    reason: text('Why it forces replacement, where that is not plain from the schema.'),
    span: { $ref: '#/$defs/span' },
  },
  ['files', 'recorded', 'engine', 'from', 'reason', 'span'],
);

const action = object(
  {
    verb,
    name: text('Name of the object in the engine.'),
    previous_address: text('The address it had before.'),
    order,
    attributes: list({ $ref: '#/$defs/attribute' }),
    causes: list({ $ref: '#/$defs/cause' }),
    risks: list({ $ref: '#/$defs/risk' }),
    steps: list({ type: 'string' }, 'Ids of its steps in the plan.'),
  },
  ['previous_address', 'order'],
);

const link = object(
  {
    address: text('The other resource.'),
    condition: {
      enum: ['named', 'exists', 'started', 'healthy', 'completed'],
      description: 'What is waited for.',
    },
    via: text('Path of the attribute that refers to it, such as `image` or `after`.'),
    verb: { ...verb, description: 'What the plan does with it; absent where there is none.' },
  },
  ['verb'],
);
