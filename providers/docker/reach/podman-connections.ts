/*
 * Podman's own settings of where its engine is: connections by name, in `podman-connections.json` since
 * Podman 5, in `containers.conf` before. Of the latter's TOML only what `podman system connection add`
 * writes is read: tables, and texts in double quotes. Read, never written.
 */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { EngineError } from '../../../model/index.js';
import { Fields, parseJson } from '../client/fields.js';
import { addressOf, type EngineTarget, type Environment } from './target.js';

interface Connection {
  readonly uri: string;
  /** File with the key that is logged in with. */
  readonly identity: string;
}

interface Connections {
  /** The one that is used where nobody names one; empty for none. */
  readonly usual: string;
  readonly byName: ReadonlyMap<string, Connection>;
}

/** Where Podman serves its API for whoever runs this. */
export function usualPodmanSocket(environment: Environment): string {
  const own = environment['XDG_RUNTIME_DIR'] ?? '';
  const isRoot = process.getuid?.() === 0;
  return `unix://${isRoot || own === '' ? '/run' : own}/podman/podman.sock`;
}

function fromJson(file: string): Connections {
  const all = new Fields(parseJson(readFileSync(file, 'utf8'), file), file).objectOr('Connection');
  const named = all?.objectOr('Connections');
  return {
    usual: all?.textOr('Default', '') ?? '',
    byName: new Map(
      (named?.names() ?? []).map((name) => {
        const one = named?.objectOr(name);
        return [
          name,
          { uri: one?.textOr('URI', '') ?? '', identity: one?.textOr('Identity', '') ?? '' },
        ];
      }),
    ),
  };
}

const table = /^\s*\[engine\.service_destinations\.(?:"([^"]+)"|([\w.-]+))\]\s*(?:#.*)?$/;
const setting = /^\s*(\w+)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/;

/** Reads the connections of a `containers.conf`. */
export function parseContainersConf(text: string): Connections {
  const byName = new Map<string, Connection>();
  let usual = '';
  let inside = '';
  let name: string | undefined;
  for (const line of text.split('\n')) {
    const [, quoted, bare] = table.exec(line) ?? [];
    if (/^\s*\[/.test(line)) {
      name = quoted ?? bare;
      inside = line.trim();
      if (name !== undefined) byName.set(name, { uri: '', identity: '' });
    }
    const [, key, value = ''] = setting.exec(line) ?? [];
    if (inside.startsWith('[engine]') && key === 'active_service') usual = value;
    const known = name === undefined ? undefined : byName.get(name);
    if (name !== undefined && known && (key === 'uri' || key === 'identity')) {
      byName.set(name, { ...known, [key]: value.replace(/\\(.)/g, '$1') });
    }
  }
  return { usual, byName };
}

/** The connections of this user, and where they stand. @throws EngineError that names the file */
function readConnections(environment: Environment): Connections & { readonly file: string } {
  const given = environment['XDG_CONFIG_HOME'] ?? '';
  const home = given === '' ? join(environment['HOME'] ?? homedir(), '.config') : given;
  const directory = join(home, 'containers');
  const conf = environment['CONTAINERS_CONF'] ?? '';
  const readings = [
    { file: join(directory, 'podman-connections.json'), read: fromJson },
    {
      file: conf === '' ? join(directory, 'containers.conf') : conf,
      read: (file: string) => parseContainersConf(readFileSync(file, 'utf8')),
    },
  ];
  for (const { file, read } of readings) {
    if (!existsSync(file)) continue;
    try {
      const found = read(file);
      if (found.byName.size > 0) return { ...found, file };
    } catch (cause) {
      throw new EngineError('unreachable', `cannot read Podman’s connections in ${file}`, {
        cause,
        hint: 'They say which engine is meant. Mend the file, or name the engine with `--engine`.',
      });
    }
  }
  return { usual: '', byName: new Map(), file: directory };
}

/**
 * The engine of the connection that is named, or that is the usual one where Podman runs on another
 * machine always; else this machine's.
 * @throws EngineError `unreachable` for a connection that is not there
 */
export function connectionTarget(environment: Environment): EngineTarget {
  const given = environment['CONTAINER_CONNECTION'] ?? '';
  // On Linux Podman itself goes to another machine only when it is told to.
  if (given === '' && process.platform === 'linux') {
    return { address: addressOf(usualPodmanSocket(environment)) };
  }
  const { usual, byName, file } = readConnections(environment);
  const name = given === '' ? usual : given;
  if (name === '') return { address: addressOf(usualPodmanSocket(environment)) };
  const connection = byName.get(name);
  if (!connection) {
    const by = given === '' ? file : 'CONTAINER_CONNECTION';
    throw new EngineError(
      'unreachable',
      `there is no Podman connection "${name}", which ${by} names`,
      {
        hint: '`podman system connection list` lists those that there are.',
      },
    );
  }
  const origin = `the Podman connection "${name}"`;
  const { uri, identity } = connection;
  return { address: addressOf(uri, origin), origin, ...(identity !== '' && { identity }) };
}
