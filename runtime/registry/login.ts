/*
 * Notes and forgets credentials where docker does: in the keeper that its settings name, else in the file
 * itself, which is then for its owner alone. What else is in the file stays as it is.
 */
import { mkdir, readFile, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode, ifPresent, writeFileAtomic } from '../store/index.js';
import { openConnection, type ConnectionOptions } from './connection.js';
import {
  askHelper,
  credentialKey,
  credentialPath,
  helperFor,
  readCredentialFile,
  type Credentials,
} from './credentials.js';
import { RegistryError } from './errors.js';
import type { Environment } from './settings.js';

/**
 * Tries credentials on their registry, and notes them where it takes them.
 * @returns where they are kept
 * @throws RegistryError
 */
export async function logIn(
  host: string,
  credentials: Credentials,
  options: ConnectionOptions,
): Promise<string> {
  await openConnection(host, { ...options, credentials }).greet();
  const { environment } = options;
  const helper = helperFor(host, await readCredentialFile(environment));
  const key = credentialKey(host);
  if (helper !== undefined) {
    const { username: Username, password: Secret } = credentials;
    await askHelper(
      helper,
      'store',
      JSON.stringify({ ServerURL: key, Username, Secret }),
      environment,
    );
    return `docker-credential-${helper}`;
  }
  const { username, password } = credentials;
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  return changeAuths(environment, (auths) => ({ ...auths, [key]: { auth } }));
}

/**
 * Forgets the credentials of a registry.
 * @returns whether there were any
 * @throws RegistryError
 */
export async function logOut(host: string, environment: Environment): Promise<boolean> {
  const file = await readCredentialFile(environment);
  const helper = helperFor(host, file);
  const key = credentialKey(host);
  let known = false;
  if (helper !== undefined) {
    known = (await askHelper(helper, 'get', key, environment)) !== undefined;
    if (known) await askHelper(helper, 'erase', key, environment);
  }
  if (!Object.hasOwn(file.auths, key)) return known;
  await changeAuths(environment, (auths) =>
    Object.fromEntries(Object.entries(auths).filter(([name]) => name !== key)),
  );
  return true;
}

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

async function changeAuths(
  environment: Environment,
  change: (auths: Members) => Members,
): Promise<string> {
  const named = credentialPath(environment);
  // A link to a file elsewhere stays a link.
  const path = (await ifPresent(realpath(named))) ?? named;
  try {
    const text = (await ifPresent(readFile(path, 'utf8'))) ?? '{}';
    const whole: unknown = JSON.parse(text);
    if (!isMembers(whole)) throw new SyntaxError('no object');
    const auths = isMembers(whole['auths']) ? whole['auths'] : {};
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const changed = JSON.stringify({ ...whole, auths: change(auths) }, null, '\t');
    await writeFileAtomic(path, `${changed}\n`, 0o600);
    return path;
  } catch (error) {
    if (!(error instanceof SyntaxError) && errorCode(error) === undefined) throw error;
    const reason = errorCode(error) ?? 'it is no JSON';
    throw new RegistryError('credentials', `cannot change the credentials in ${path}: ${reason}`);
  }
}
