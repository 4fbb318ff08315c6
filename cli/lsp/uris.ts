/*
 * URIs of documents and paths of files. A document that is no file has its URI as path, and a
 * directory of its own.
 */
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The path that a document is known by. */
export function pathOfUri(uri: string): string {
  if (!uri.startsWith('file:')) return uri;
  try {
    return fileURLToPath(uri);
  } catch (error) {
    // A file of another host, or an address that is none: it is known by itself.
    if (error instanceof TypeError || error instanceof URIError) return uri;
    throw error;
  }
}

/** Whether a path is that of a file on this host. */
export const isFile = (path: string): boolean => !/^[A-Za-z][A-Za-z0-9+.-]+:/.test(path);

export function uriOfPath(path: string): string {
  return isFile(path) ? pathToFileURL(path).href : path;
}

/** The directory whose files share their names with a file. */
export const directoryOf = (path: string): string => (isFile(path) ? dirname(path) : `${path}/`);
