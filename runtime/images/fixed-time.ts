/*
 * The one time that images made here bear, so that equal content gives equal bytes on every host
 * and on every day. https://reproducible-builds.org/docs/timestamps/
 */

/** Seconds since 1970 that no file in a packed layer is newer than. */
export const latestTime = 0;

/** The same as RFC 3339 text, for the config of an image. */
export const fixedCreated = '1970-01-01T00:00:00Z';
