/*
 * From what an engine has to a file that declares it: specs, the statements that adopt the objects,
 * and all that could not be said. Pure. What would become another thing is left out rather than
 * written wrong: after an apply of the file nothing must differ.
 */
import type { FileToWrite, ResourceToWrite } from '../../dsl/index.js';
import {
  containerSpecOf,
  invalidParts,
  networkSpecOfCompleted,
  volumeSpecOf,
  type Observed,
  type ObservedContainer,
} from '../../model/index.js';
import { findSecrets, type FoundSecret } from './found-secrets.js';
import { uses, type Selection } from './select.js';
import { chooseSymbols, keyOf } from './symbols.js';

export interface GenerateOptions {
  readonly stack: string;
  readonly declaresStack: boolean;
  readonly engine?: string;
  /** Names that the stack's other files declare. */
  readonly declared: readonly string[];
  /** Writes values that look like secrets in the clear. */
  readonly withSecrets: boolean;
}

/** Something that the file does not say. */
export interface Remark {
  /** Such as `container web`. */
  readonly subject: string;
  readonly text: string;
  /** Whether the object is left out for it. */
  readonly skips: boolean;
}

export interface Generated {
  readonly file: FileToWrite;
  readonly remarks: readonly Remark[];
  readonly secrets: readonly FoundSecret[];
}

/** Shorter values may be parts of anything. */
const shortestPiece = 8;

/** Makes the file. */
export function generate(
  { objects, wanted }: Pick<Selection, 'objects' | 'wanted'>,
  options: GenerateOptions,
): Generated {
  const { stack, declaresStack, engine, declared, withSecrets } = options;
  const all = objects.map((object) => ({ object, ...judge(object, objects) }));
  // What only a container uses that is left out is left alone, too.
  const users = all.filter(({ resource }) => resource).map(({ object }) => object);
  const judged = all.filter(
    ({ object }) => wanted.has(object) || users.some((user) => uses(user, object)),
  );
  const written = judged.flatMap(({ object, resource }) =>
    resource ? [{ object, resource }] : [],
  );
  const symbols = chooseSymbols(
    written.map(({ object }) => object),
    stack,
    declared,
  );
  const symbolOf = (object: Observed): string => symbols.get(keyOf(object)) ?? object.name;
  const { secrets, paths } = findSecrets(
    withSecrets ? [] : written.map(({ object }) => object),
    (container) => {
      const found = written.find(({ object }) => object === container)?.resource;
      return found?.kind === 'container' ? (found.spec.env ?? {}) : {};
    },
    [...declared, ...symbols.values()],
  );
  const resources = written.map(({ object, resource }): ResourceToWrite => {
    const own = paths.get(keyOf(object));
    return { ...resource, symbol: symbolOf(object), ...(own && { secrets: own }) };
  });
  return {
    secrets,
    remarks: judged.flatMap(({ remarks }) => remarks),
    file: {
      stack,
      declaresStack,
      ...(engine !== undefined && { engine }),
      secrets: secrets.map(({ name, places }) => ({
        name,
        comment: [`The value of ${places.join(' and of ')} is not written here.`],
      })),
      hidden: secrets
        .filter(({ value }) => value.length >= shortestPiece)
        .map(({ name, value }) => ({ secret: name, value })),
      resources,
      imports: written.map(({ object }) => ({
        kind: object.kind,
        symbol: symbolOf(object),
        id: object.name,
      })),
    },
  };
}

interface Judgement {
  /** Its symbol is still to be chosen; absent where it is left out. */
  readonly resource?: ResourceToWrite;
  readonly remarks: readonly Remark[];
}

/** What can be said of one object. */
function judge(object: Observed, objects: readonly Observed[]): Judgement {
  const { kind, name, beyond = [] } = object;
  const subject = `${kind} ${name}`;
  const made = resourceOf(object, objects);
  const essential = [
    ...beyond.filter(({ weight }) => weight === 'essential').map(({ text }) => text),
    ...(object.kind === 'container' && object.status.state === 'paused' ? ['it is paused'] : []),
  ];
  // What cannot be said of it otherwise may well follow from these.
  const unsaid =
    essential.length > 0
      ? essential
      : [
          ...(made?.missed ?? []).map((attribute) => `its ${attribute}`),
          ...(made ? invalidParts(kind, made.resource.spec) : []).map(
            (part) => `its ${part.replaceAll('/', '.')}`,
          ),
          ...(objects.find((one) => one.kind === kind && one.name === name) === object
            ? []
            : [`its name, which another ${kind} has, too`]),
        ];
  const minor = beyond.filter(({ weight }) => weight === 'minor').map(({ text }) => text);
  const losses = [...minor, ...lostWith(object, made?.resource)].map((text): Remark => ({
    subject,
    text,
    skips: false,
  }));
  if (made && unsaid.length === 0) return { resource: made.resource, remarks: losses };
  return { remarks: [{ subject, text: [...new Set(unsaid)].join(', '), skips: true }] };
}

interface Made {
  readonly resource: ResourceToWrite;
  readonly missed: readonly string[];
}

function resourceOf(object: Observed, objects: readonly Observed[]): Made | undefined {
  const symbol = '';
  const { name } = object;
  switch (object.kind) {
    case 'image':
      return undefined;
    case 'volume': {
      const { spec, missed } = volumeSpecOf(object.completed);
      return { resource: { kind: 'volume', symbol, spec }, missed };
    }
    case 'network': {
      const { completed, actualSubnet } = object;
      // Addresses are fixed only in a subnet that was asked for.
      const subnet = completed.subnet ?? (hasFixedAddress(objects, name) ? actualSubnet : null);
      const { spec, missed } = networkSpecOfCompleted({ ...completed, subnet });
      return { resource: { kind: 'network', symbol, spec }, missed };
    }
    case 'container': {
      const { spec, missed } = containerSpecOf(object.completed, object.imageConfig);
      const stopped = isStopped(object) ? ({ state: 'stopped' } as const) : {};
      return { resource: { kind: 'container', symbol, spec: { ...spec, ...stopped } }, missed };
    }
    default:
      return object satisfies never;
  }
}

const isStopped = ({ status }: ObservedContainer): boolean =>
  status.state === 'exited' || status.state === 'created' || status.state === 'dead';

/** Whether a container has an address of its own choice on a network. */
const hasFixedAddress = (objects: readonly Observed[], network: string): boolean =>
  objects.some(
    (object) =>
      object.kind === 'container' && typeof object.completed.networks[network]?.ipv4 === 'string',
  );

/** What of a container has no place in its spec, and stays as it is until it is made anew. */
function lostWith(object: Observed, resource: ResourceToWrite | undefined): readonly string[] {
  if (object.kind !== 'container' || resource?.kind !== 'container') return [];
  const { hostname } = object.completed;
  const unsayable = hostname !== null && resource.spec.hostname === undefined;
  return unsayable ? [`its host name ${hostname}`] : [];
}
