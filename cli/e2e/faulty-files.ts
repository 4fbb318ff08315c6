/*
 * Loaded into the command before it starts (`node --import`): counts its calls of the file system below
 * some directories, and lets the one of a number fail as a broken or a full disk does. What its children
 * do is not counted.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { writeFileSync } = fs;
const below = (process.env['STOWAGE_FAULTY_BELOW'] ?? '').split(':').filter(Boolean);
const at = Number(process.env['STOWAGE_FAULTY_AT'] ?? 0);
const code = process.env['STOWAGE_FAULTY_CODE'] ?? 'EIO';
const countInto = process.env['STOWAGE_FAULTY_COUNT'];
const numbers: Readonly<Record<string, number>> = { EIO: -5, ENOSPC: -28 };
let calls = 0;

type Call = (this: unknown, ...args: unknown[]) => unknown;

const isBelow = (value: unknown): value is string =>
  typeof value === 'string' &&
  below.some((directory) => value === directory || value.startsWith(`${directory}/`));

/** Counts a call on a path. @throws what the system would say, at the call that is to fail */
function count(name: string, path: string): void {
  calls += 1;
  if (calls !== at) return;
  const error = new Error(`${code}: a fault of the disk, ${name} '${path}'`);
  throw Object.assign(error, { code, errno: numbers[code], syscall: name, path });
}

const isCall = (value: unknown): value is Call => typeof value === 'function';

/** Puts counting calls in place of those of an object. */
function countCalls(
  owner: object,
  names: readonly string[],
  wrap: (name: string, call: Call) => Call,
): void {
  for (const name of names) {
    const call: unknown = Reflect.get(owner, name);
    if (isCall(call)) Reflect.set(owner, name, Object.assign(wrap(name, call), call));
  }
}

/** What is done with an open file counts as well. */
function countHandle(handle: object, path: string): void {
  const names = [
    'read',
    'readFile',
    'write',
    'writeFile',
    'appendFile',
    'sync',
    'datasync',
    'stat',
  ];
  countCalls(
    handle,
    [...names, 'truncate', 'chmod'],
    (name, call) =>
      async function (...args) {
        count(name, path);
        return call.apply(this, args);
      },
  );
}

if (below.length > 0) {
  countCalls(
    fs.promises,
    Object.keys(fs.promises),
    (name, call) =>
      async function (...args) {
        const path = args.find(isBelow);
        if (path === undefined) return call.apply(this, args);
        count(name, path);
        const result: unknown = await call.apply(this, args);
        if (name === 'open' && typeof result === 'object' && result !== null) {
          countHandle(result, path);
        }
        return result;
      },
  );
  countCalls(
    fs,
    Object.keys(fs).filter((name) => name.endsWith('Sync') && name !== 'existsSync'),
    (name, call) =>
      function (...args) {
        const path = args.find(isBelow);
        if (path !== undefined) count(name, path);
        return call.apply(this, args);
      },
  );
  syncBuiltinESMExports();
  if (countInto !== undefined) {
    process.on('exit', () => writeFileSync(countInto, String(calls)));
  }
}
