/* What to do where files of a volume cannot be taken out or in, alike on every engine. */

export const overwriteHint =
  'With --overwrite, files of the archive take the place of those that are there; others stay.';

export const stopHint = 'Stop what uses it first.';
