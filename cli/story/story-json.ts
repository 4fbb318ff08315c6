/* The story of a resource as JSON for programs; names are those of the plan's document.
 * A minor step of `format_version` only adds; a major one may take away. */
import { toJson, type JsonValue } from '../../model/index.js';
import type { Story, StoryAttribute, StoryCause, StoryLink, StoryObject } from './story.js';

/** The format of the document; docs/reference/explain.schema.json says what is in it. */
export const storyFormat = '1.0';

/** The document that `explain ADDRESS --json` prints. */
export function storyDocument(story: Story): JsonValue {
  const { address, kind, written, recorded, objects, drift, actions } = story;
  return toJson({
    format_version: storyFormat,
    address,
    type: kind,
    written: written ?? null,
    recorded: recorded ? { generation: recorded.number, ...recorded, number: undefined } : null,
    observed: objects.map(objectDocument),
    drift: drift.map(({ what, detail, changes }) => ({ what, detail, changes })),
    actions:
      actions?.map(({ action, attributes, causes, risks }) => ({
        verb: action.verb,
        name: action.name,
        previous_address: action.from,
        order: action.order,
        attributes: attributes.map(attributeDocument),
        causes: causes.map(causeDocument),
        risks,
        steps: action.steps,
      })) ?? null,
    depends_on: story.dependsOn.map(linkDocument),
    dependents: story.dependents.map(linkDocument),
  });
}

const objectDocument = ({ exitCode, ...object }: StoryObject) => ({
  ...object,
  exit_code: exitCode,
});

const attributeDocument = ({ change, files, recorded, engine }: StoryAttribute) => ({
  path: change.path,
  files,
  recorded,
  engine,
  origin: change.origin,
  from: change.from,
  effect: change.effect,
  reason: change.reason,
  span: change.span,
});

const causeDocument = ({ text, address, because }: StoryCause): object => ({
  text,
  address,
  because: because.map(causeDocument),
});

const linkDocument = ({ address, condition, via, verb }: StoryLink) => ({
  address,
  condition,
  via,
  verb,
});
