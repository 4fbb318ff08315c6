/* Commands about volumes. */
import type { ArgumentDefinition, CommandDefinition } from '../command.js';
import { archiveInput, archiveOutput, engine } from './options.js';

const volume: ArgumentDefinition = {
  name: 'VOLUME',
  required: true,
  summary: 'Name of a volume, or its address in the stack here, such as volume.data.',
};

export const volumeCommands: readonly CommandDefinition[] = [
  {
    name: 'volume export',
    summary: 'Write the files of a volume as an archive.',
    description: [
      'A tar archive with owners, permissions, links and, on the embedded engine, all extended attributes. While a container that runs has the volume mounted it is refused: what is being written would be half in the archive. Stop it, or let the program make a dump of its own.',
    ],
    arguments: [volume],
    options: [
      engine,
      archiveOutput,
      {
        name: 'live',
        summary: 'Take the files as they are, though a container may be writing to them.',
      },
    ],
    load: async () => (await import('../commands/volume.js')).runVolumeExport,
  },
  {
    name: 'volume import',
    summary: 'Put the files of an archive into a volume.',
    description: [
      'Reads what `volume export`, `podman volume export` and tar write, compressed or not. The volume has to be there, empty, and mounted by no container that runs. The embedded engine puts in all of an archive or nothing.',
    ],
    arguments: [volume],
    options: [
      engine,
      archiveInput,
      {
        name: 'overwrite',
        summary:
          'Let files of the archive take the place of those in the volume; others stay as they are.',
      },
    ],
    load: async () => (await import('../commands/volume.js')).runVolumeImport,
  },
];
