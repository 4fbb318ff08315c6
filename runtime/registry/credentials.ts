/*
 * Credentials from docker's own files and helper programs, looked up for one host when a registry asks for
 * some. https://docs.docker.com/reference/cli/docker/login/#credential-stores
 */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { defaultRegistry } from '../../model/index.js';
import { CommandFailed, run } from '../process/index.js';
import { errorCode, shape, ShapeError } from '../store/index.js';
import { RegistryError } from './errors.js';
import type { Environment } from './settings.js';

export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** A token that is given to the token service in the place of name and password. */
  readonly identityToken?: string;
}

/** What of them nobody may read, in the forms in which it is sent. */
export function secretsOf(known: Credentials | undefined): readonly string[] {
  if (!known) return [];
  const { username, password, identityToken = '' } = known;
  const basic = Buffer.from(`${username}:${password}`).toString('base64');
  return [basic, password, identityToken].filter((text) => text !== '');
}

const { mapOf, optional, record, string, withDefault } = shape;

const authShape = record({
  auth: withDefault(string, ''),
  username: withDefault(string, ''),
  password: withDefault(string, ''),
  identitytoken: withDefault(string, ''),
});
const configShape = record({
  auths: withDefault(mapOf(authShape), {}),
  credHelpers: withDefault(mapOf(string), {}),
  credsStore: optional(string),
});
export type CredentialFile = ReturnType<typeof configShape>;

const helperShape = record({ Username: string, Secret: string });

/** The directory of docker's settings. */
export function credentialDirectory(environment: Environment): string {
  const given = environment['DOCKER_CONFIG'] ?? '';
  return given === '' ? join(environment['HOME'] ?? homedir(), '.docker') : given;
}

export const credentialPath = (environment: Environment): string =>
  join(credentialDirectory(environment), 'config.json');

/** What the file says; without a file, nothing. @throws RegistryError `credentials` */
export async function readCredentialFile(environment: Environment): Promise<CredentialFile> {
  const path = credentialPath(environment);
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return configShape(value);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return configShape({});
    const damaged = error instanceof SyntaxError || error instanceof ShapeError;
    if (!damaged && errorCode(error) === undefined) throw error;
    // What a parser says of a text may quote it, and with it a password.
    const reason = error instanceof ShapeError ? error.message : (errorCode(error) ?? 'no JSON');
    throw new RegistryError('credentials', `cannot read credentials from ${path}: ${reason}`);
  }
}

/** The name under which credentials of a registry are kept. */
export function credentialKey(host: string): string {
  return host === defaultRegistry.domain ? defaultRegistry.credentials : host;
}

/** `https://host/v1/` and `host` are keys of the same registry. */
const keyHost = (key: string): string => key.replace(/^https?:\/\//, '').replace(/\/.*$/, '');

/** The program that keeps the credentials of a registry; `undefined` for the file itself. */
export function helperFor(host: string, file: CredentialFile): string | undefined {
  const helpers = new Map(Object.entries(file.credHelpers));
  const name = helpers.get(credentialKey(host)) ?? helpers.get(host) ?? file.credsStore;
  return name === undefined || name === '' ? undefined : name;
}

/**
 * The credentials for a registry, if there are any.
 * @param host as it is in names of images
 * @throws RegistryError `credentials`
 */
export async function findCredentials(
  host: string,
  environment: Environment,
): Promise<Credentials | undefined> {
  const file = await readCredentialFile(environment);
  const helper = helperFor(host, file);
  if (helper !== undefined) {
    const kept = await askHelper(helper, 'get', credentialKey(host), environment);
    if (kept !== undefined) return fromHelper(helper, kept);
  }
  const key = credentialKey(host);
  const exact = Object.entries(file.auths).find(([name]) => name === key);
  const found =
    exact ?? Object.entries(file.auths).find(([name]) => keyHost(name) === keyHost(key));
  return found && fromEntry(found[1]);
}

function fromEntry(entry: CredentialFile['auths'][string]): Credentials | undefined {
  const { identitytoken } = entry;
  const decoded = Buffer.from(entry.auth, 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = decoded.indexOf(':');
  const username = colon < 0 ? entry.username : decoded.slice(0, colon);
  const password = colon < 0 ? entry.password : decoded.slice(colon + 1);
  if (identitytoken !== '') return { username, password, identityToken: identitytoken };
  return username === '' ? undefined : { username, password };
}

function fromHelper(helper: string, text: string): Credentials {
  try {
    const value: unknown = JSON.parse(text);
    const { Username: username, Secret: password } = helperShape(value);
    const isToken = username === '<token>';
    return { username, password, ...(isToken && { identityToken: password }) };
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof ShapeError)) throw error;
    throw new RegistryError(
      'credentials',
      `${program(helper)} gave no credentials that can be read`,
    );
  }
}

const program = (helper: string): string => `docker-credential-${helper}`;

/**
 * Speaks to a helper: what to do is its argument, the rest goes to its input.
 * @returns what it wrote; `undefined` when it has nothing of that key
 * @throws RegistryError `credentials`
 */
export async function askHelper(
  helper: string,
  verb: 'get' | 'store' | 'erase',
  input: string,
  environment: Environment,
): Promise<string | undefined> {
  if (!/^[\w.+-]+$/.test(helper)) {
    throw new RegistryError('credentials', `${JSON.stringify(helper)} is no name of a helper`);
  }
  const env = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  );
  try {
    const { code, stdout } = await run(program(helper), [verb], { input, env, timeout: 30_000 });
    if (code === 0) return stdout;
    // This is how helpers say that they have nothing, on standard output.
    if (/credentials not found/i.test(stdout)) return undefined;
    throw new RegistryError('credentials', `${program(helper)} ${verb} ended with code ${code}`);
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    const missing = error.failure.kind === 'missing';
    // Its output may hold what it keeps, so the message has none of it.
    throw new RegistryError(
      'credentials',
      `${program(helper)} ${missing ? 'is not installed' : 'could not be used'}`,
      { hint: `${credentialPath(environment)} names it as the keeper of credentials.` },
    );
  }
}
