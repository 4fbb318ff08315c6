/*
 * Watches an engine while a plan is carried out: nothing runs twice, no data goes that the plan did
 * not name, and what belongs to nobody or to others is not touched.
 */
import {
  canonicalJson,
  ownershipOf,
  ownLabels,
  toJson,
  type Kind,
  type Operation,
  type Plan,
} from '../../model/index.js';
import type { Host } from './host.js';
import { drawnTags } from './lifecycle.js';
import type { Written } from './stacks.js';
import { isUp, type WorldContainer } from './world.js';

/** The address at which a container stands, by the ledger or its labels; none for what was let go of. */
function standsAt({ engine: { world } }: Host, { id, labels }: WorldContainer): string | undefined {
  return ownershipOf({ kind: 'container', id, labels }, world.ledgers).owner?.address;
}

/** Volumes whose loss the plan has said. */
const lostByPlan = (plan: Plan): ReadonlySet<string> => {
  const doomed = new Set(
    plan.actions.flatMap(({ risks, name, steps }) =>
      risks.some(({ kind }) => kind === 'destroys-data') ? [name, ...steps] : [],
    ),
  );
  return new Set(
    plan.steps.flatMap((step) =>
      step.op === 'remove' && step.target.kind === 'volume' && doomed.has(step.id)
        ? [step.target.name]
        : [],
    ),
  );
};

/**
 * Whether content is among what others hold, or has been written on since. A copy that lacks what was
 * written to its original later is no copy of it any more.
 */
export const livesOn = (content: string | undefined, others: readonly string[]): boolean =>
  content !== undefined && others.some((one) => one === content || one.startsWith(`${content}+`));

/** What a plan allows, to be asked at each operation that is done for it. */
export function allowedBy(plan: Plan) {
  const lost = lostByPlan(plan);
  const claimed = new Map(plan.claims.map(({ id, address }) => [id, address]));
  return {
    /**
     * @param isCopied whether what a volume holds is in another, too
     * @throws Error where data goes that the plan did not name, or what is let go of is touched
     */
    refuse: (operation: Operation, isCopied: (volume: string) => boolean): void => {
      if (operation.op === 'remove' && operation.target.kind === 'volume') {
        const { name } = operation.target;
        if (!lost.has(name) && !isCopied(name))
          throw new Error(`volume ${name} is lost unannounced`);
      }
      if ('target' in operation && claimed.get(operation.target.id ?? '') === null) {
        throw new Error(`${operation.op} is done to ${operation.target.name}, which is let go of`);
      }
    },
    lost,
    /** Addresses at which more than one of the containers that run stands. */
    runTwice: (
      running: readonly { readonly id: string; readonly address: string | undefined }[],
    ): readonly string[] => {
      const addresses = running.map(({ id, address }) =>
        claimed.has(id) ? claimed.get(id) : address,
      );
      return addresses.filter(
        (address, index): address is string =>
          typeof address === 'string' && addresses.indexOf(address) !== index,
      );
    },
    /** Where two are to run for a while. */
    startsFirst: plan.actions.flatMap(({ order, address }) => (order ? [address] : [])),
  };
}

/**
 * Lets the engine throw when two containers run under one address, data goes that the plan did not
 * name, or what is let go of is touched.
 * @param doubtful whether the ledger was lost, and with it where moved containers stand
 */
export function guard(host: Host, plan: Plan, doubtful: boolean): void {
  const { engine } = host;
  const allowed = allowedBy(plan);
  const twice = (): readonly string[] => {
    const running = [...engine.world.containers.values()].filter(isUp);
    return allowed.runTwice(running.map((one) => ({ id: one.id, address: standsAt(host, one) })));
  };
  // Two are allowed where they are to be, and where an apply that was cut off has left them.
  const fine = new Set([...allowed.startsFirst, ...twice()]);
  const contentsNow = (): ReadonlyMap<string, string> =>
    new Map([...engine.world.volumes].map(([name, { content }]) => [name, content]));
  // What is removed has gone by the time it is heard of.
  let contents = contentsNow();
  engine.watch = (operation: Operation) => {
    const there = [...contentsNow().values()];
    allowed.refuse(operation, (name) => livesOn(contents.get(name), there));
    contents = contentsNow();
    if (doubtful) return;
    if (operation.op !== 'start-container') return;
    const extra = twice().find((one) => !fine.has(one));
    if (extra !== undefined) throw new Error(`${extra} runs twice`);
  };
}

/** What runs between two applies writes to its volumes. */
export function letServicesWrite({ engine: { world } }: Host): void {
  for (const container of [...world.containers.values()].filter(isUp)) {
    for (const { type, source } of Object.values(container.completed.mounts)) {
      const volume = type === 'volume' ? world.volumes.get(source) : undefined;
      if (!volume) continue;
      world.volumes.set(source, { ...volume, content: `${volume.content}+${container.id}` });
    }
  }
}

const isDrawnTag = (name: string): boolean => drawnTags.some((tag) => tag === name);

/** What belongs to nobody's stack, as text: it stays the same whatever is applied. */
export function foreignObjects({ engine: { world } }: Host): string {
  const isForeign = ({ labels }: { readonly labels: Readonly<Record<string, string>> }): boolean =>
    labels[ownLabels.stackId] === undefined;
  const texts = [world.images, world.volumes, world.networks, world.containers].flatMap((objects) =>
    [...objects.values()].filter(isForeign).map((object) =>
      canonicalJson(
        toJson({
          ...object,
          // Names that a stack gives may be moved to them by hand, and are taken back.
          ...('references' in object
            ? { references: [...object.references].filter((name) => !isDrawnTag(name)) }
            : {}),
          ...('endpoints' in object ? { endpoints: [...object.endpoints] } : {}),
        }),
      ),
    ),
  );
  return texts.sort().join('\n');
}

/**
 * Those who wanted what was let go of, or have taken names that a stack wants, take it away, so that
 * it is in nobody's way.
 */
export function takeAway({ engine: { world } }: Host, stack: readonly Written[] = []): void {
  const isWanted = (kind: Kind, name: string): boolean =>
    stack.some(({ resource }) => resource.kind === kind && resource.spec.name === name);
  const tags = stack.flatMap(({ resource: one }) =>
    one.kind === 'image' ? (one.spec.tags ?? []) : [],
  );
  for (const tag of tags) world.images.get('busybox')?.references.delete(tag);
  for (const { id, name, labels } of world.containers.values()) {
    const { owner, released } = ownershipOf({ kind: 'container', id, labels }, world.ledgers);
    if (released || (!owner && isWanted('container', name))) world.containers.delete(id);
  }
  for (const { id, name, labels } of world.networks.values()) {
    const { owner } = ownershipOf({ kind: 'network', id, labels }, world.ledgers);
    if (!owner && isWanted('network', name)) world.networks.delete(id);
  }
  for (const { name, labels } of world.volumes.values()) {
    const { owner } = ownershipOf({ kind: 'volume', id: name, labels }, world.ledgers);
    if (!owner && isWanted('volume', name)) world.volumes.delete(name);
  }
}

/** Containers of others go from the networks that they have joined, which would stay for them. */
export function leaveNetworks({ engine: { world } }: Host): void {
  for (const { id, labels, endpoints } of world.containers.values()) {
    const { owner } = ownershipOf({ kind: 'container', id, labels }, world.ledgers);
    if (!owner) endpoints.clear();
  }
}
