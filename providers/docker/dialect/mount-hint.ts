/* What to do about a mount whose source is not there, which every engine of the family says in its own words. */

export const mountHint =
  'The path is looked for on the engine’s host. Make it there, correct it, or give the file by content with `configs`.';
