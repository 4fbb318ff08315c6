/* Commands about images and the registries that they come from. */
import type { CommandDefinition } from '../command.js';
import {
  archiveInput,
  archiveOutput,
  container,
  engine,
  json,
  param,
  params,
  yes,
} from './options.js';

const registry = {
  name: 'REGISTRY',
  required: false,
  summary: 'Host of the registry, with its port; that of names without a host by default.',
} as const;

export const imageCommands: readonly CommandDefinition[] = [
  {
    name: 'images',
    summary: 'List the images that the engine has.',
    description: [
      'Lists all images with the stack that each is of. Those from registries are of none.',
    ],
    arguments: [],
    options: [engine, json],
    load: async () => (await import('../commands/images.js')).runImages,
  },
  {
    name: 'pull',
    summary: 'Fetch images from registries.',
    description: [
      'Fetches images into the engine, before a plan needs them. Without a name it fetches those that the stack here takes from registries, as they are pinned. It moves no pin; `update` does.',
      'Prints each name with the digest that it stands for.',
    ],
    arguments: [
      { name: 'NAME', required: false, many: true, summary: 'Names such as nginx:1.27.' },
    ],
    options: [
      engine,
      param,
      params,
      {
        name: 'platform',
        value: 'PLATFORM',
        summary:
          'What named images are to be made for, such as linux/arm64; by default what the engine runs.',
      },
    ],
    load: async () => (await import('../commands/images.js')).runPull,
  },
  {
    name: 'push',
    summary: 'Send an image to a registry.',
    description: [
      'Sends an image that the engine has, and prints its name with its digest. Layers that the registry has are not sent; those that it has in another repository are taken from there.',
      'An image of a stack, by its address, is sent by all names that its `tags` have given it, unless a name is said.',
    ],
    arguments: [
      {
        name: 'IMAGE',
        required: true,
        summary: 'Name or id of an image, or its address in a stack, such as image.app.',
      },
      {
        name: 'NAME',
        required: false,
        summary: 'Its name in the registry; by default its own, or its `tags`.',
      },
    ],
    options: [engine],
    load: async () => (await import('../commands/push.js')).runPush,
  },
  {
    name: 'commit',
    summary: 'Make an image of what a container has written.',
    description: [
      'What the container has written over its image becomes a layer of a new image, which has its settings; what it mounts, volumes among it, does not. Its processes stand still meanwhile. For a look at what went wrong, or a base to go on from by hand: an image that a stack is to have is better described in its files. Prints the id of the image, which belongs to no stack.',
    ],
    arguments: [
      container,
      { name: 'NAME', required: false, summary: 'Name for the image, such as team/app:2.' },
    ],
    options: [
      engine,
      { name: 'author', short: 'a', value: 'TEXT', summary: 'Who has made it, to be kept in it.' },
      { name: 'message', short: 'm', value: 'TEXT', summary: 'What it is, to be kept in it.' },
      { name: 'no-pause', summary: 'Let the processes of the container go on meanwhile.' },
    ],
    load: async () => (await import('../commands/commit.js')).runCommit,
  },
  {
    name: 'rmi',
    summary: 'Remove images from the engine.',
    description: [
      'By a name an image loses that name, and goes with its last one; by its id or address all of it goes. One that a container uses is kept, with an error. An image of a stack that its files still want is made again by the next apply.',
    ],
    arguments: [
      {
        name: 'IMAGE',
        required: true,
        many: true,
        summary: 'Names, ids, or addresses such as image.app.',
      },
    ],
    options: [engine],
    load: async () => (await import('../commands/images.js')).runRmi,
  },
  {
    name: 'save',
    summary: 'Write images as an archive.',
    description: [
      'One archive with all layers, which docker, podman and skopeo read: on the embedded engine an OCI layout and the manifest of `docker save` in one. An image that is given by its id has no name in it.',
    ],
    arguments: [
      {
        name: 'IMAGE',
        required: true,
        many: true,
        summary: 'Names, ids, or addresses such as image.app.',
      },
    ],
    options: [engine, archiveOutput],
    load: async () => (await import('../commands/archives.js')).runSave,
  },
  {
    name: 'load',
    summary: 'Take in images from an archive.',
    description: [
      'Reads what docker, podman, skopeo and `save` write, and prints the names of what came in, ids where there are none. A name goes to the new image.',
    ],
    arguments: [],
    options: [engine, archiveInput],
    load: async () => (await import('../commands/archives.js')).runLoad,
  },
  {
    name: 'df',
    summary: 'Show what takes room on the disk of the engine.',
    description: [
      'Images share layers; in the total each layer counts once. What builds keep for the next build counts as caches, on the embedded engine.',
    ],
    arguments: [],
    options: [engine, json, { name: 'verbose', short: 'v', summary: 'Each object by itself.' }],
    load: async () => (await import('../commands/df.js')).runDf,
  },
  {
    name: 'prune',
    summary: 'Remove what nothing needs.',
    description: [
      'Shows what would be removed, and asks. Images without a name that no container uses, and layers that nothing needs; more where it is said. What a stack owns is never removed, whether it runs or not, and no volume that is not named. What comes into use meanwhile is kept; images that are being built or pulled are not touched.',
    ],
    arguments: [],
    options: [
      engine,
      { name: 'preview', summary: 'Show it, and remove nothing.' },
      { name: 'all', short: 'a', summary: 'Images with names, too.' },
      { name: 'containers', summary: 'Containers that have ended, with all that they wrote.' },
      { name: 'networks', summary: 'Networks that no container is on.' },
      {
        name: 'caches',
        summary:
          'What builds keep for the next build: caches of `RUN --mount=type=cache`, and layers of stages that images were built from. On the embedded engine.',
      },
      {
        name: 'allow-destroy',
        value: 'VOLUME',
        repeatable: true,
        summary: 'This volume, with all that is in it.',
      },
      yes,
    ],
    load: async () => (await import('../commands/prune.js')).runPrune,
  },
  {
    name: 'login',
    summary: 'Note credentials for a registry.',
    description: [
      'Tries a name and a password on the registry, and keeps them where docker does: in the keeper that its settings name, else in config.json in DOCKER_CONFIG or ~/.docker, for the owner alone. So `docker login` serves as well.',
    ],
    arguments: [registry],
    options: [
      { name: 'username', short: 'u', value: 'NAME', summary: 'The user; asked for by default.' },
      {
        name: 'password-stdin',
        summary: 'Read the password, or a token, from standard input instead of asking.',
      },
    ],
    load: async () => (await import('../commands/login.js')).runLogin,
  },
  {
    name: 'logout',
    summary: 'Forget the credentials for a registry.',
    description: ['Takes them out of where docker keeps them.'],
    arguments: [registry],
    options: [],
    load: async () => (await import('../commands/login.js')).runLogout,
  },
];
