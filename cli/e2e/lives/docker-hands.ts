/* Hands on a real dockerd or Podman: the docker command, as somebody would use it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { members } from '../json.js';
import { dockerThings } from './docker-things.js';
import { Refused, type HandMade, type Hands } from './hands.js';

const run = promisify(execFile);

/** What dockerd says where something is not to be done; whatever else it says is a failure. */
const refusals = [
  /no such (?:container|image|network|volume)|(?:container|network|volume) .* not found/i,
  /network \S+ not found/i,
  /is already in use|already exists|has active endpoints|volume is in use/,
  /is not running|is already paused|is paused|is restarting/,
  /is not connected to|is already attached to|is already connected to|endpoint with name/,
  /with the same name as its current name/,
  /is being used by|is in use by a container|has dependent child images|is using its referenced image/,
  /port is already allocated|address already in use/i,
  // Podman, which changes no restart policy before 5.1.
  /unknown flag: --restart/,
  /cannot be connected to|cannot connect .* to network/i,
];

/**
 * @param image what containers of others run
 * @param updating the command that changes limits, where that is not docker's
 */
export function dockerHands(
  address: string,
  image: string,
  updating: readonly string[] = ['docker', '-H', address],
): Hands {
  const told = async ([program = '', ...args]: readonly string[]): Promise<readonly string[]> => {
    const { stdout } = await run(program, args, { maxBuffer: 1 << 26 });
    return stdout.trim().split('\n').filter(Boolean);
  };
  const docker = (...args: readonly string[]): Promise<readonly string[]> =>
    told(['docker', '-H', address, ...args]);
  const { things, volumePath } = dockerThings(address);
  const remove: Hands['remove'] = async ({ kind, id }) => {
    await docker(kind, 'rm', ...(kind === 'container' ? ['--force'] : []), id);
  };
  const tagsOf = (name: string): Promise<readonly string[]> =>
    docker('images', '--filter', `reference=${name}`, '--format', '{{.Repository}}:{{.Tag}}');

  /** What Podman has made here it calls so; without it a name would be one of a registry there. */
  const named = (reference: string): string =>
    updating[0] === 'docker' ? reference : `localhost/${reference}`;

  const change = async (change: HandMade): Promise<void> => {
    switch (change.do) {
      case 'set': {
        const { memory, restart } = change.settings;
        const limits =
          typeof memory !== 'number' ? [] : [`--memory=${memory}`, `--memory-swap=${memory}`];
        const policy = restart === undefined ? [] : [`--restart=${restart.policy}`];
        await told([...updating, 'update', ...limits, ...policy, change.name]);
        return;
      }
      case 'connect':
      case 'disconnect':
        await docker('network', change.do, change.network, change.name);
        return;
      case 'stop':
        await docker('stop', '--time', '0', change.name);
        return;
      case 'start':
      case 'pause':
        await docker(change.do, change.name);
        return;
      case 'rename':
        await docker('rename', change.name, change.to);
        return;
      case 'remove':
        await remove({ kind: change.kind, id: change.name });
        return;
      case 'untag':
        for (const tag of await tagsOf(change.image)) await docker('rmi', '--no-prune', tag);
        return;
      case 'remove-image':
        for (const tag of await tagsOf(change.image)) await docker('rmi', tag);
        return;
      case 'name-other':
        await docker('tag', image, named(change.reference));
        return;
      case 'unname':
        await docker('rmi', '--no-prune', named(change.reference));
        return;
      case 'squat':
        if (change.kind === 'container') await docker('create', '--name', change.name, image);
        else await docker(change.kind, 'create', change.name);
        return;
      default:
        return change satisfies never;
    }
  };

  const unlessGone = (error: unknown): readonly string[] => {
    const { stderr } = members(Object.assign({ stderr: '' }, error));
    if (!/no such image|has dependent child images/i.test(String(stderr))) throw error;
    return [];
  };
  const images = (): Promise<readonly string[]> =>
    docker('images', '-a', '--format', 'image {{.Repository}}:{{.Tag}} {{.ID}}');
  /** What locks are made from stays for the next lock. */
  const isKept = (image: string): boolean => /^image (?:localhost\/)?stowage\/lock:/.test(image);

  return {
    change: async (wanted) => {
      try {
        await change(wanted);
      } catch (error) {
        const said = String(members(Object.assign({ stderr: '' }, error))['stderr']);
        if (!refusals.some((refusal) => refusal.test(said))) throw error;
        throw new Refused(said.trim(), { cause: error });
      }
    },
    remove,
    things,
    disconnect: async (container, network) => {
      await docker('network', 'disconnect', '--force', network, container);
    },
    isNamed: async (reference) => {
      const [own, other] = await Promise.all(
        [image, named(reference)].map((one) => docker('images', '-q', '--no-trunc', one)),
      );
      return own?.[0] !== undefined && own[0] === other?.[0];
    },
    volumePath,
    holdings: async () => {
      const lists = [
        ['ps', '-a', '--format', 'container {{.Names}}'],
        ['volume', 'ls', '--format', 'volume {{.Name}}'],
        ['network', 'ls', '--format', 'network {{.Name}}'],
      ];
      const found = await Promise.all([images(), ...lists.map((list) => docker(...list))]);
      return found
        .flat()
        .filter((name) => !isKept(name))
        .sort();
    },
    removeImages: async (holdings) => {
      const left = (await images()).filter((image) => !holdings.includes(image) && !isKept(image));
      for (const image of left) {
        const [, name = '', id = ''] = image.split(' ');
        // With the last of a line go those that it was made from.
        await docker('rmi', '--force', name.includes('<none>') ? id : name).catch(unlessGone);
      }
      await docker('image', 'prune', '--force');
    },
  };
}
