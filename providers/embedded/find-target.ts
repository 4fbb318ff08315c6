/* Which object a step means, and whether one that is there is the one that it would make. */
import { EngineError, ownLabels, type Target } from '../../model/index.js';
import { isFault, type ContainerEngine, type ContainerView } from '../../runtime/index.js';

/**
 * The id of the container that a step means: the one known when planning, else what has the name
 * now. By name only what carries our labels is touched, and only what is the owner's where the step
 * says whose it is; `undefined` when it is gone.
 * @throws EngineError `name-in-use` for a stranger's container
 */
export async function findTarget(
  { containers }: ContainerEngine,
  { id, name, owner }: Target,
): Promise<string | undefined> {
  const view = await findView(containers, id ?? name);
  if (!view) return undefined;
  const { labels } = view.live;
  const stackId = labels[ownLabels.stackId];
  const isOwners = stackId === owner?.stackId && labels[ownLabels.address] === owner?.address;
  if (owner && !isOwners) return undefined;
  if (id === undefined && (view.name !== name || stackId === undefined)) {
    throw new EngineError('name-in-use', `container ${name} is not one that Stowage made`, {
      hint: 'It is left alone. Remove or rename it yourself.',
    });
  }
  return view.id;
}

/** @throws EngineError `not-found` */
export async function idOf(engine: ContainerEngine, target: Target): Promise<string> {
  const id = await findTarget(engine, target);
  if (id !== undefined) return id;
  throw new EngineError('not-found', `container ${target.name} is not there any more`, {
    hint: 'Something else removed it. Plan again.',
  });
}

/** Does something with a container, or nothing where it is gone, even if it goes meanwhile. */
export async function ifThere(
  engine: ContainerEngine,
  target: Target,
  action: (id: string) => Promise<void>,
): Promise<void> {
  const id = await findTarget(engine, target);
  if (id === undefined) return;
  try {
    await action(id);
  } catch (error) {
    if (!isFault(error, 'not-found')) throw error;
  }
}

/** Whether an object with these labels was made from the same record by the same stack. */
export function isSame(
  there: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): boolean {
  return [ownLabels.stackId, ownLabels.address, ownLabels.spec].every(
    (label) => there[label] === wanted[label],
  );
}

export async function findView(
  containers: ContainerEngine['containers'],
  name: string,
): Promise<ContainerView | undefined> {
  try {
    return await containers.inspect(name);
  } catch (error) {
    if (isFault(error, 'not-found')) return undefined;
    throw error;
  }
}
