// The two files of a `.vsix` that are no part of the extension: what it is, for the editor's list of
// extensions, and which types its files have.

/** @typedef {import('./package-extension.mjs').Package} Package */

/** @param {string} text */
const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Words of a listing besides the keywords: languages and file endings it is found by. */
const foundBy = ['stowage', 'snippet', '__ext_stow', '__sp_stowage'];

const properties = [
  ['Microsoft.VisualStudio.Code.ExtensionDependencies', ''],
  ['Microsoft.VisualStudio.Code.ExtensionPack', ''],
  ['Microsoft.VisualStudio.Code.ExtensionKind', 'workspace'],
  ['Microsoft.VisualStudio.Code.LocalizedLanguages', ''],
  ['Microsoft.VisualStudio.Code.ExecutesCode', 'true'],
  ['Microsoft.VisualStudio.Services.GitHubFlavoredMarkdown', 'true'],
  ['Microsoft.VisualStudio.Services.Content.Pricing', 'Free'],
];

const assets = [
  ['Microsoft.VisualStudio.Code.Manifest', 'package.json'],
  ['Microsoft.VisualStudio.Services.Content.Details', 'readme.md'],
  ['Microsoft.VisualStudio.Services.Content.Changelog', 'changelog.md'],
  ['Microsoft.VisualStudio.Services.Content.License', 'LICENSE.txt'],
];

const schemas = 'http://schemas.microsoft.com/developer';

/**
 * The manifest of an extension.
 * @param {Package} extension
 */
export function manifest(extension) {
  const { id, version, publisher, displayName, description, categories, keywords } = extension;
  const tags = [...keywords, ...foundBy].join(',');
  const engine = ['Microsoft.VisualStudio.Code.Engine', extension.engines.vscode];
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<PackageManifest Version="2.0.0" xmlns="${schemas}/vsx-schema/2011" xmlns:d="${schemas}/vsx-schema-design/2011">`,
    '  <Metadata>',
    `    <Identity Language="en-US" Id="${id}" Version="${version}" Publisher="${publisher}" />`,
    `    <DisplayName>${escaped(displayName)}</DisplayName>`,
    `    <Description xml:space="preserve">${escaped(description)}</Description>`,
    `    <Tags>${escaped(tags)}</Tags>`,
    `    <Categories>${escaped(categories.join(','))}</Categories>`,
    '    <GalleryFlags>Public</GalleryFlags>',
    '    <Properties>',
    ...[engine, ...properties].map(
      ([name, value]) => `      <Property Id="${name}" Value="${escaped(value ?? '')}" />`,
    ),
    '    </Properties>',
    '    <License>extension/LICENSE.txt</License>',
    '  </Metadata>',
    '  <Installation>',
    '    <InstallationTarget Id="Microsoft.VisualStudio.Code" />',
    '  </Installation>',
    '  <Dependencies />',
    '  <Assets>',
    ...assets.map(
      ([type, path]) => `    <Asset Type="${type}" Path="extension/${path}" Addressable="true" />`,
    ),
    '  </Assets>',
    '</PackageManifest>',
    '',
  ].join('\n');
}

const types = {
  '.json': 'application/json',
  '.vsixmanifest': 'text/xml',
  '.cjs': 'application/node',
  '.md': 'text/markdown',
  '.txt': 'text/plain',
};

/** Which types the files of the package have, by the ends of their names. */
export const contentTypes = [
  '<?xml version="1.0" encoding="utf-8"?>',
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">',
  ...Object.entries(types).map(
    ([end, type]) => `  <Default Extension="${end}" ContentType="${type}" />`,
  ),
  '</Types>',
  '',
].join('\n');
