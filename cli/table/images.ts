/* Commands about images and the registries that they come from. */
import type { CommandDefinition } from '../command.js';
import { engine, json, param, params } from './options.js';

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
    options: [engine, param, params],
    load: async () => (await import('../commands/images.js')).runPull,
  },
  {
    name: 'push',
    summary: 'Send an image to a registry.',
    description: [
      'Sends an image that the engine has, and prints its name with its digest. Layers that the registry has are not sent; those that it has in another repository are taken from there.',
    ],
    arguments: [
      {
        name: 'IMAGE',
        required: true,
        summary: 'Name or id of an image, or its address in a stack, such as image.app.',
      },
      { name: 'NAME', required: false, summary: 'Its name in the registry; by default its own.' },
    ],
    options: [engine],
    load: async () => (await import('../commands/images.js')).runPush,
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
