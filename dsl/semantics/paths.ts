/* Paths of attributes, as spans are kept and plans show them: `env.PORT`, `tmpfs["/run"]`. */

/** The path of a member. */
export function pathTo(path: string, name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}
