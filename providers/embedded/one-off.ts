/*
 * Makes containers of no stack on the embedded engine, with the volumes that they name, and the network that it has for
 * containers which name none.
 */
import { completeEndpoint, type OneOff, type OneOffOperator } from '../../model/index.js';
import { findImage, isFault, layerPaths, type ContainerEngine } from '../../runtime/index.js';
import { translated } from './errors.js';
import { imageGone } from './perform-container.js';

/** As Docker calls it. */
const usualNetwork = 'bridge';

export function oneOffOperator(engine: ContainerEngine): OneOffOperator {
  return {
    createOneOff: (oneOff) =>
      translated(async () => {
        const { store, containers } = engine;
        const { completed, inputOnce, removeAtEnd } = oneOff;
        const image = await findImage(store, completed.image);
        if (!image) throw imageGone(completed.image);
        await makeVolumes(engine, oneOff);
        const networks = oneOff.onUsualNetwork ? await usual(engine) : completed.networks;
        const { id } = await containers.create({
          spec: { ...completed, networks },
          layers: layerPaths(store, image),
          imageId: image.id,
          nameless: image.config.volumes,
          ...(inputOnce && { inputOnce }),
          ...(removeAtEnd && { removeAtEnd }),
        });
        return { id, warnings: [] };
      }),
  };
}

async function makeVolumes({ volumes }: ContainerEngine, { completed }: OneOff): Promise<void> {
  for (const { type, source } of Object.values(completed.mounts)) {
    if (type !== 'volume' || (await volumes.find(source)) !== undefined) continue;
    await unlessThere(volumes.create({ name: source, labels: {} }));
  }
}

async function usual({ networks }: ContainerEngine): Promise<OneOff['completed']['networks']> {
  if ((await networks.find(usualNetwork)) === undefined) {
    const request = { internal: false, subnet: null, gateway: null, labels: {} };
    await unlessThere(networks.create({ name: usualNetwork, ...request }));
  }
  return { [usualNetwork]: completeEndpoint({}, []) };
}

/** Somebody else may make it at this moment. */
async function unlessThere(made: Promise<unknown>): Promise<void> {
  try {
    await made;
  } catch (error) {
    if (!isFault(error, 'name-in-use')) throw error;
  }
}
