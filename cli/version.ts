/* The version of this command: the one that package.json says, checked by a test. */
export const stowageVersion = '0.1.0';
