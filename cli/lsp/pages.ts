/*
 * The pages of diagnostics as documents that an editor can open: the same text as `stowage explain`
 * prints, under addresses of their own scheme.
 */
export const pageScheme = 'stowage-page';

/** The address of a code's page. */
export const pageUri = (code: string): string => `${pageScheme}:/${code}.md`;

/** The page at an address; nothing where there is none. */
export async function pageText(uri: string): Promise<string | undefined> {
  const code = /^stowage-page:\/+([a-z0-9-]+)\.md$/.exec(uri)?.[1];
  if (code === undefined) return undefined;
  const { diagnosticsPages } = await import('../reference/index.js');
  return diagnosticsPages().get(`diagnostics/${code}.md`);
}
