/*
 * Names of images. Podman knows every image by its whole name, with its registry; what is made here
 * stands under `localhost`. Docker leaves both out where nobody wrote them.
 */

/** A name as Docker would spell it: without the registry that is meant where none is said. */
export function familiar(reference: string): string {
  return reference.replace(/^(?:localhost\/|docker\.io\/(?:library\/)?)/, '');
}

/**
 * A name under which an image is made here. Without `localhost` Podman would take the image for one
 * of Docker's registry.
 */
export function madeHere(reference: string): string {
  const [registry = '', ...rest] = reference.split('/');
  const isRegistry = rest.length > 0 && /[.:]|^localhost$/.test(registry);
  return isRegistry ? reference : `localhost/${reference}`;
}
