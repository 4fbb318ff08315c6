/*
 * Images of a registry for a platform in words: pulled as such, pinned beside the others, seen where it is another, and
 * refused before anything is changed where there is none. The images only say what they are for, so that they run here.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { hostArchitecture } from '../../runtime/index.js';
import { publishPlatforms } from '../../runtime/test-images/index.js';
import { elements, members, text } from './json.js';
import type { RegistryFront } from './registry-front.js';
import type { RegistryEngine } from './registry-scenario.js';
import { stowage, writeStack, type Finished } from './stowage.js';

const own = `linux/${hostArchitecture()}`;
const other = own === 'linux/arm64' ? 'linux/amd64' : 'linux/arm64';

export async function platformScenario(
  t: Test,
  engine: RegistryEngine,
  front: RegistryFront,
  credentials: string,
): Promise<void> {
  const { host } = front;
  const stack = `plat_${engine.name}`;
  const publish = (greeting: string, platforms: readonly string[]) =>
    publishPlatforms(`${host}/${stack}/web:1`, greeting, platforms, {
      DOCKER_CONFIG: credentials,
      PATH: process.env['PATH'],
    });
  const web = `${host}/${stack}/web:1`;
  const copy = writeStack(`stack ${stack}

container web { image: "${web}" }

container other {
  image: "${web}"
  platform: "linux/arm46"
}
`);
  const env = { ...engine.env, DOCKER_CONFIG: credentials };
  const command = (words: readonly string[]): Promise<Finished> => {
    const [verb = '', ...rest] = words;
    return stowage([verb, copy.directory, ...rest], { env });
  };
  const lockPath = join(copy.directory, 'stowage.lock');
  const pins = () => members(JSON.stringify(members(readFileSync(lockPath, 'utf8'))['images']));
  const isEmpty = async (what: string): Promise<void> => {
    const plan = await command(['plan', '--detailed-exitcode']);
    t.equal(plan.code, 0, `the plan is empty ${what}\n${plan.text}`);
    const drift = await command(['drift']);
    t.equal(drift.code, 0, `nothing drifts ${what}\n${drift.text}`);
  };
  const says = async (container: string, greeting: RegExp): Promise<void> => {
    const logs = await stowage(['logs', `${stack}-${container}`], { env });
    t.match(logs.stdout, greeting, logs.text);
  };
  const verbs = async (): Promise<readonly string[]> => {
    const plan = await command(['plan', '--json']);
    return elements(members(plan.stdout)['resource_changes'])
      .map(({ address, verb }) => [verb, address].map(text).join(' '))
      .filter((line) => !line.startsWith('keep'))
      .sort();
  };
  const archives = archivesIn(copy.directory, env);
  try {
    const first = await publish('one', [own, other]);
    const wrong = await stowage(['check', copy.directory], { env });
    t.equal(wrong.code, 1, wrong.text);
    t.match(wrong.text, /error\[invalid-platform\].*"linux\/arm46".*did you mean/);
    t.match(wrong.text, /main\.stow:7:3/, 'with its place');

    copy.edit('main.stow', 'linux/arm46', 'linux/s390x');
    const none = await command(['apply', '--yes']);
    t.equal(none.code, 1, none.text);
    t.match(
      none.stderr,
      /error\[platform-missing\]: there is no image "\S+web:1" for linux\/s390x/,
    );
    t.match(none.stderr, /main\.stow:7:3/);
    for (const there of [own, other]) t.ok(none.stderr.includes(there), `${there} is named`);
    const nothing = await stowage(['ps', '--all', '--json'], { env });
    t.notMatch(nothing.stdout, stack, 'nothing has been made');

    const spelling = other === 'linux/arm64' ? 'linux/aarch64/v8' : 'linux/x86_64';
    copy.edit('main.stow', 'linux/s390x', spelling);
    const applied = await command(['apply', '--yes']);
    t.equal(applied.code, 0, applied.text);
    t.match(applied.text, /warning\[foreign-platform\]/, 'that it may not run is said');
    t.equal(pins()[`${web} ${other}`], first.get(other), 'the image of the platform is pinned');
    t.match(pins()[web], /^sha256:/);
    t.not(pins()[web], first.get(own), 'for the engine’s own, the index is');
    t.equal(Object.keys(pins()).length, 2);
    await isEmpty('after the apply');
    copy.edit('main.stow', spelling, other);
    await isEmpty('with another spelling');
    await says('web', new RegExp(`^one for ${own}$`, 'm'));
    await says('other', new RegExp(`^one for ${other}$`, 'm'));
    const pinned = `${web}@${String(first.get(other))}`;
    t.equal(`linux/${await archives.architectureOf(pinned)}`, other, 'its config says so');
    front.shut(true);
    await isEmpty('without the registry');
    front.shut(false);

    const second = await publish('two', [own, other]);
    await isEmpty('though the tag has moved');
    const updated = await stowage(['update', '--directory', copy.directory], { env });
    t.equal(updated.code, 0, updated.text);
    t.ok(updated.stdout.includes(`moved ${web} ${other} from`), updated.text);
    t.equal(pins()[`${web} ${other}`], second.get(other));
    t.same(await verbs(), [
      `pull image.registry["${web} ${other}"]`,
      `pull image.registry["${web}"]`,
      'replace container.other',
      'replace container.web',
    ]);
    const moved = await command(['apply', '--yes']);
    t.equal(moved.code, 0, moved.text);
    await isEmpty('after the update');
    await says('other', new RegExp(`^two for ${other}$`, 'm'));
    const fetched = await stowage(['pull'], { env, cwd: copy.directory });
    t.equal(fetched.code, 0, fetched.text);
    t.ok(fetched.stdout.includes(`${web}@${String(second.get(other))}`), fetched.text);
    await isEmpty('after a pull by hand');

    await buildsFor(t, { stack, web, copy, env, command, isEmpty, says, archives });
  } finally {
    front.shut(false);
    const destroyed = await command(['destroy', '--yes']);
    t.equal(destroyed.code, 0, destroyed.text);
    copy.remove();
  }
}

interface Building {
  readonly stack: string;
  readonly web: string;
  readonly copy: ReturnType<typeof writeStack>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly command: (words: readonly string[]) => Promise<Finished>;
  readonly isEmpty: (what: string) => Promise<void>;
  readonly says: (container: string, greeting: RegExp) => Promise<void>;
  readonly archives: Archives;
}

/** Images that are built for a platform, on such a one and on nothing. */
async function buildsFor(t: Test, building: Building): Promise<void> {
  const { stack, web, copy, env, command, isEmpty, says, archives } = building;
  writeFileSync(join(copy.directory, 'file'), 'content');
  const main = `stack ${stack}

image tool {
  from: "${web}"
  platform: "${other}"
  steps: [copy("file", "/file"), run("cp /greeting /built")]
  command: ["/bin/sh", "-c", "cat /built; exec sleep 1000"]
}

image empty {
  from: "scratch"
  platform: "${other}"
  steps: [copy("file", "/file")]
}

image above {
  dockerfile_inline: "FROM tool\\nARG TARGETPLATFORM\\nRUN echo $TARGETPLATFORM > /target\\n"
  bases: { tool: tool }
  platform: "${other}"
}

container tool {
  image: tool
  platform: "${other}"
}

container bare {
  image: empty
  command: ["/file"]
  state: "stopped"
}

container above {
  image: above
  command: ["/bin/sh", "-c", "cat /target; exec sleep 1000"]
}
`;
  writeFileSync(join(copy.directory, 'main.stow'), main);
  const built = await command(['apply', '--yes']);
  t.equal(built.code, 0, built.text);
  t.match(built.text, /warning\[foreign-platform\]/);
  await isEmpty('after the build');
  await says('tool', new RegExp(`^two for ${other}$`, 'm'));
  await says('above', new RegExp(`^${other}$`, 'm'));
  for (const name of ['tool', 'empty', 'above']) {
    const image = await archives.imageOf(`${stack}/${name}`);
    t.equal(`linux/${await archives.architectureOf(image)}`, other, `${name} says so`);
  }

  // A hand puts the same for another platform under the name, with all labels that it had.
  const tool = await archives.imageOf(`${stack}/tool`);
  await archives.rebrand(t, tool, own.replace('linux/', ''));
  const drift = await command(['drift']);
  t.equal(drift.code, 2, drift.text);
  t.match(drift.text, /platform/, 'what is another is named');
  const mended = await command(['apply', '--yes']);
  t.equal(mended.code, 0, mended.text);
  await isEmpty('after the mending');
  t.equal(`linux/${await archives.architectureOf(tool)}`, other);

  const apart = main.replace(
    `  image: tool\n  platform: "${other}"`,
    `  image: tool\n  platform: "${own}"`,
  );
  writeFileSync(join(copy.directory, 'main.stow'), apart);
  const conflict = await stowage(['check', copy.directory], { env });
  t.equal(conflict.code, 1, conflict.text);
  t.match(conflict.text, /error\[conflicting-attributes\]: container\.tool is to be for/);
  const unlike = main.replace(/(image above \{[^}]*\}\n {2}platform: )"[^"]*"/, `$1"${own}"`);
  t.not(unlike, main);
  writeFileSync(join(copy.directory, 'main.stow'), unlike);
  const base = await command(['plan']);
  t.equal(base.code, 1, base.text);
  t.match(base.text, /error\[platform-missing\][^]*built for/);
  writeFileSync(join(copy.directory, 'main.stow'), main);
}

interface Archives {
  /** The name with tag of the one image of a repository. */
  imageOf(repository: string): Promise<string>;
  /** What an image on the engine says that it is for. */
  architectureOf(image: string): Promise<string>;
  /** Puts an image under a name that differs in its architecture alone. */
  rebrand(t: Test, image: string, architecture: string): Promise<void>;
}

function archivesIn(base: string, env: Building['env']): Archives {
  const unpack = async (image: string): Promise<string> => {
    const directory = join(base, 'archive');
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory);
    const saved = await stowage(['save', image, '--output', `${directory}.tar`], { env });
    if (saved.code !== 0) throw new Error(saved.text);
    execFileSync('tar', ['-C', directory, '-xf', `${directory}.tar`]);
    return directory;
  };
  const entryOf = (directory: string) => {
    const [entry] = elements(readFileSync(join(directory, 'manifest.json'), 'utf8'));
    if (!entry) throw new Error('the archive is empty');
    return entry;
  };
  const configOf = (directory: string) =>
    members(readFileSync(join(directory, text(entryOf(directory)['Config'])), 'utf8'));
  return {
    imageOf: async (repository) => {
      const { stdout } = await stowage(['images', '--json'], { env });
      const names = elements(stdout).flatMap(({ references }) =>
        Array.isArray(references) ? references.map(String) : [],
      );
      const [name = '', ...more] = names.filter((one) => one.startsWith(`${repository}:`));
      if (name === '' || more.length > 0) throw new Error(`${repository}: ${names.join(', ')}`);
      return name;
    },
    architectureOf: async (image) => text(configOf(await unpack(image))['architecture']),
    rebrand: async (t, image, architecture) => {
      const directory = await unpack(image);
      const entry = entryOf(directory);
      const config = JSON.stringify({ ...configOf(directory), architecture, variant: undefined });
      const name = `${createHash('sha256').update(config).digest('hex')}.json`;
      writeFileSync(join(directory, name), config);
      const manifest = [{ ...entry, RepoTags: [image], Config: name }];
      writeFileSync(join(directory, 'manifest.json'), JSON.stringify(manifest));
      rmSync(join(directory, 'index.json'), { force: true });
      rmSync(join(directory, 'oci-layout'), { force: true });
      execFileSync('tar', ['-C', directory, '-cf', `${directory}.tar`, '.']);
      const loaded = await stowage(['load', '--input', `${directory}.tar`], { env });
      t.equal(loaded.code, 0, loaded.text);
    },
  };
}
