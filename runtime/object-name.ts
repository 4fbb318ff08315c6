/*
 * Names that become file names: of volumes and networks. The rule is the model's, kept here too,
 * because a name that is a path would reach files outside the store.
 */

/** Whether a name is safe as that of a file or directory. */
export function isObjectName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name) && name.length <= 200;
}
