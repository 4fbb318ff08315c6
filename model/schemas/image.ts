/*
 * The schema of an image: a base, steps that add layers or settings, and final settings.
 * A spec with the same base, steps and copied files always has the same content key.
 */
import type { KindSchema, SpecOf, VariantSchema } from '../schema.js';
import { engineId, environment, labels, platform } from './attributes.js';
import { healthSchema } from './container/life.js';

const argv = {
  type: 'array',
  items: { type: 'string', description: 'One argument.' },
} as const;
const portPattern = '^(?:[1-9]\\d{0,4})/(?:tcp|udp)$';
const exposed = {
  type: 'array',
  items: {
    type: 'string',
    pattern: portPattern,
    sugar: 'port-number',
    description: 'A port, such as `80/tcp`.',
  },
} as const;

const label = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const host = `(?:${label}(?:\\.${label})+(?::[0-9]{1,5})?|${label}:[0-9]{1,5}|\\[[0-9a-f]*:[0-9a-f:]*\\](?::[0-9]{1,5})?)`;
const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
/** What stands before the first slash is a host where a dot is in it. */
const undotted = '[a-z0-9]+(?:(?:_|__|-+)[a-z0-9]+)*';
const repository = `(?:${host}/${component}(?:/${component})*|${undotted}(?:/${component})+|${component})`;
const tagPattern = `^${repository}(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?$`;

export const imageSourceSchema = {
  description: 'What the image starts from.',
  discriminator: 'kind',
  sugar: 'image-source',
  oneOf: [
    {
      type: 'object',
      description: 'Nothing at all. Written `"scratch"`.',
      properties: {
        kind: { type: 'string', enum: ['scratch'], description: 'Tag of the variant.' },
      },
      required: ['kind'],
      additionalProperties: false,
    },
    {
      type: 'object',
      description:
        'A root file system in a tar archive, plain or compressed with gzip. Written `rootfs("file.tar")`.',
      properties: {
        kind: { type: 'string', enum: ['rootfs'], description: 'Tag of the variant.' },
        path: { type: 'string', hostPath: true, description: 'Path of the archive.' },
      },
      required: ['kind', 'path'],
      additionalProperties: false,
    },
    {
      type: 'object',
      description: 'An image in an OCI layout directory. Written `layout("directory", "tag")`.',
      properties: {
        kind: { type: 'string', enum: ['layout'], description: 'Tag of the variant.' },
        path: { type: 'string', hostPath: true, description: 'Path of the layout.' },
        ref: {
          type: 'string',
          description: 'Its reference name; may be left out where the layout holds one image.',
        },
      },
      required: ['kind', 'path'],
      additionalProperties: false,
    },
    {
      type: 'object',
      description:
        'Another image of the stack, one of a registry, or one that the engine has. Written as the image, or as its name.',
      properties: {
        kind: { type: 'string', enum: ['image'], description: 'Tag of the variant.' },
        name: { type: 'string', minLength: 1, refers: 'image', description: 'Name of the image.' },
      },
      required: ['kind', 'name'],
      additionalProperties: false,
    },
  ],
} as const satisfies VariantSchema;

const kindTag = <K extends string>(kind: K) =>
  ({ type: 'string', enum: [kind], description: 'Tag of the variant.' }) as const;

export const stepSchema = {
  description: 'One step of a build.',
  discriminator: 'kind',
  sugar: 'step',
  oneOf: [
    {
      type: 'object',
      description:
        'Copies files of the context into the image. Written `copy("src", "/dst")`; several sources as a list.',
      properties: {
        kind: kindTag('copy'),
        sources: {
          type: 'array',
          minItems: 1,
          items: { type: 'string', minLength: 1, description: 'A path or glob in the context.' },
          description: 'Paths or globs in the context.',
        },
        target: {
          type: 'string',
          minLength: 1,
          description:
            'Path in the image; a directory where it ends in `/` or there are several sources.',
        },
        owner: {
          type: 'string',
          pattern: '^\\d+(?::\\d+)?$',
          description: 'Numeric owner, `uid` or `uid:gid`.',
          defaultText: '0:0',
        },
        mode: {
          type: 'string',
          pattern: '^[0-7]{3,4}$',
          description: 'Octal permissions of the files copied.',
          defaultText: 'those of the source',
        },
      },
      required: ['kind', 'sources', 'target'],
      additionalProperties: false,
    },
    {
      type: 'object',
      description:
        'Runs a command in the image made so far. Written `run("shell line")` or `run(["program", "argument"])`.',
      properties: {
        kind: kindTag('run'),
        command: { ...argv, minItems: 1, sugar: 'shell', description: 'Program and arguments.' },
      },
      required: ['kind', 'command'],
      additionalProperties: false,
    },
    {
      type: 'object',
      description:
        'Sets environment variables for later steps and for containers. Written `env({ NAME: "value" })`.',
      properties: { kind: kindTag('env'), env: environment },
      required: ['kind', 'env'],
      additionalProperties: false,
    },
    {
      type: 'object',
      description: 'Sets, and makes, the working directory. Written `workdir("/srv")`.',
      properties: {
        kind: kindTag('workdir'),
        path: { type: 'string', minLength: 1, description: 'A path in the image.' },
      },
      required: ['kind', 'path'],
      additionalProperties: false,
    },
    {
      type: 'object',
      description:
        'Sets the user for later `run` steps and for containers. Written `user("1000:1000")`.',
      properties: {
        kind: kindTag('user'),
        user: {
          type: 'string',
          minLength: 1,
          description: 'A name or number, with an optional group after a colon.',
        },
      },
      required: ['kind', 'user'],
      additionalProperties: false,
    },
    {
      type: 'object',
      description: 'Notes ports that containers listen on. Written `expose(80, 53/udp)`.',
      properties: {
        kind: kindTag('expose'),
        ports: { ...exposed, minItems: 1, description: 'The ports.' },
      },
      required: ['kind', 'ports'],
      additionalProperties: false,
    },
    {
      type: 'object',
      description: 'Sets labels of the image. Written `label({ name: "value" })`.',
      properties: { kind: kindTag('label'), labels },
      required: ['kind', 'labels'],
      additionalProperties: false,
    },
  ],
} as const satisfies VariantSchema;

export const imageSchema = {
  title: 'image',
  type: 'object',
  description:
    'An image, built from steps or by a Dockerfile. It is rebuilt when its base, its steps or the files they copy change, and never otherwise.',
  properties: {
    name: {
      type: 'string',
      pattern: '^[a-z0-9]+(?:[._/-][a-z0-9]+)*$',
      description: 'Repository name of the image; its tag is the content key.',
      defaultText: 'the stack’s name, a slash, and the name written here',
      effect: 'replace',
      identity: true,
    },
    from: {
      ...imageSourceSchema,
      defaultText: 'what the Dockerfile says',
      effect: 'replace',
      writeOnly: true,
    },
    dockerfile: {
      type: 'string',
      minLength: 1,
      description:
        'Path of a Dockerfile, from the context, that the image is built by in place of `from` and `steps`.',
      effect: 'replace',
      writeOnly: true,
    },
    dockerfile_inline: {
      type: 'string',
      minLength: 1,
      description: 'Text of a Dockerfile, where that is not a file of its own.',
      effect: 'replace',
      writeOnly: true,
    },
    target: {
      type: 'string',
      minLength: 1,
      description: 'Stage of the Dockerfile that becomes the image.',
      defaultText: 'the last one',
      effect: 'replace',
      writeOnly: true,
    },
    args: {
      type: 'object',
      additionalProperties: { type: 'string', description: 'A value.' },
      propertyNames: { pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
      description:
        'Build arguments: values of the `ARG`s of the Dockerfile. They are no place for secrets.',
      defaultText: 'none',
      effect: 'replace',
      writeOnly: true,
    },
    secrets: {
      type: 'object',
      additionalProperties: { type: 'string', secret: true, description: 'A secret.' },
      propertyNames: { pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]*$' },
      description:
        'Secrets for `RUN --mount=type=secret` of the Dockerfile, by id. No layer, log or record has them, and another value builds nothing anew.',
      defaultText: 'none',
      effect: 'replace',
      writeOnly: true,
    },
    bases: {
      type: 'object',
      additionalProperties: {
        type: 'string',
        minLength: 1,
        refers: 'image',
        description: 'The image.',
      },
      description:
        'Images that names in `FROM` and `COPY --from` of the Dockerfile stand for, such as those of the stack.',
      defaultText: 'what the names say',
      effect: 'replace',
      writeOnly: true,
    },
    platform: {
      ...platform,
      description:
        'What the image is built for, such as `linux/arm64`, and what images of registries below it are to be made for.',
      defaultText: 'what the engine runs; on an image of the stack, what that is built for',
    },
    context: {
      type: 'string',
      hostPath: true,
      description: 'Directory that `copy` steps, or the Dockerfile, read from.',
      defaultText: 'the stack’s directory',
      effect: 'replace',
      writeOnly: true,
    },
    steps: {
      type: 'array',
      items: stepSchema,
      description: 'Steps, in order.',
      defaultText: 'none',
      effect: 'replace',
      writeOnly: true,
    },
    env: environment,
    workdir: {
      type: 'string',
      minLength: 1,
      description: 'Working directory of containers.',
      defaultText: 'that of the base, else `/`',
      effect: 'replace',
    },
    user: {
      type: 'string',
      minLength: 1,
      description: 'User of containers.',
      defaultText: 'that of the base, else root',
      effect: 'replace',
    },
    expose: {
      ...exposed,
      description: 'Ports that containers listen on.',
      defaultText: 'those of the base',
      effect: 'replace',
    },
    entrypoint: {
      ...argv,
      description: 'Program that every container of the image runs.',
      defaultText: 'that of the base',
      effect: 'replace',
    },
    command: {
      ...argv,
      description: 'Command, or arguments to the entrypoint.',
      defaultText: 'that of the base',
      effect: 'replace',
    },
    stop_signal: {
      type: 'string',
      pattern: '^SIG[A-Z0-9+]+$',
      description: 'Signal that asks containers to end.',
      defaultText: 'that of the base, else SIGTERM',
      effect: 'replace',
    },
    health: {
      ...healthSchema,
      description:
        'The check of containers that declare none of their own. `"none"` stands for no check.',
      defaultText: 'that of the base',
      effect: 'replace',
    },
    labels,
    tags: {
      type: 'array',
      items: {
        type: 'string',
        pattern: tagPattern,
        description: 'A name, such as `team/app:1.4`; without a tag it is `latest`.',
      },
      description:
        'Further names of the image beside that of its content key. They go along to the next build; another image that is not the stack’s keeps its own.',
      defaultText: 'none',
      effect: 'in-place',
    },
  },
  computed: { id: engineId },
  required: ['name'],
  additionalProperties: false,
} as const satisfies KindSchema;

export type ImageSpec = SpecOf<typeof imageSchema>;
export type ImageSource = SpecOf<typeof imageSourceSchema>;
export type BuildStep = SpecOf<typeof stepSchema>;
