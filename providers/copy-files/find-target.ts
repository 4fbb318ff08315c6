/*
 * Where a copy goes, by the rules that docker cp made customary: into a directory that is there, else
 * in the place that the path names, whose directory has to be there.
 * https://docs.docker.com/reference/cli/docker/container/cp/
 */
import { posix } from 'node:path';
import { EngineError } from '../../model/index.js';

/** A path as it was given. */
export interface GivenPath {
  /** Without a slash or `/.` at its end. */
  readonly path: string;
  /** Whether a slash says that it is a directory. */
  readonly mustBeDirectory: boolean;
  /** Whether `/.` says that what is in it is meant. */
  readonly contentsOnly: boolean;
}

export function readPath(given: string): GivenPath {
  const contentsOnly = /(?:^|\/)\.$/.test(given);
  const path = given.replace(/(?:\/\.?)+$/, '');
  const isRoot = path === '' && given.startsWith('/');
  return {
    path: isRoot ? '/' : path === '' ? '.' : path,
    mustBeDirectory: given.endsWith('/') || contentsOnly,
    contentsOnly,
  };
}

/** What the copy is made of. */
export interface Source {
  readonly isDirectory: boolean;
  readonly name: string;
  readonly contentsOnly: boolean;
}

/** What stands where the copy is to go. */
export interface Destination {
  readonly path: string;
  readonly mustBeDirectory: boolean;
  readonly kind: 'directory' | 'other' | 'nothing';
}

export interface Target {
  /** A directory that has to be there. */
  readonly directory: string;
  /** Name of the copy in it; empty for what is in the source. */
  readonly name: string;
}

/** @throws EngineError `invalid`, `not-found` */
export function findTarget(source: Source, destination: Destination): Target {
  const { path, kind, mustBeDirectory } = destination;
  if (kind === 'directory') {
    return { directory: path, name: source.contentsOnly ? '' : source.name };
  }
  if (kind === 'nothing' && mustBeDirectory && !source.isDirectory) {
    throw new EngineError('not-found', `the directory ${path} does not exist`);
  }
  if (kind === 'other' && mustBeDirectory) {
    throw new EngineError('invalid', `${path} is not a directory`);
  }
  if (kind === 'other' && source.isDirectory) {
    throw new EngineError('invalid', `${path} is a file, which no directory can be copied over`);
  }
  return { directory: posix.dirname(path), name: posix.basename(path) };
}
