/*
 * The world in which the examples of the library hold: what the reference page says is around them,
 * and the test puts there.
 */

/** Texts of files, by path. */
export const exampleFiles: Readonly<Record<string, string>> = {
  'motd.txt': 'Welcome aboard\n',
  'conf/api.conf': 'listen 8080;\n',
  'conf/sites/shop.conf': 'server shop;\n',
  'conf/web.conf.tpl': 'server ${name};\n${join(["listen ${port};" for port in ports], "\\n")}\n',
};

/** Variables of the environment that are set. */
export const exampleVariables: Readonly<Record<string, string>> = { CI_COMMIT: '4f2a9c1' };

/** What stands before an example. */
export const exampleDeclarations = `stack shop { environment: ["CI_*"] }

secret db_password
`;

/** Values of secrets. */
export const exampleSecrets: Readonly<Record<string, string>> = { db_password: 'hunter2' };
