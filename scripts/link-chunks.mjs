// Makes scripts of the chunks that esbuild writes as modules, so that their compiled code can be kept: a
// script is a function that gives what the chunk exports. `cli/launch/chunk-loader.ts` loads them.
// Chunks never import each other in a circle, and no export changes once its chunk has run, which
// is checked here as far as it can be seen; so an import is a constant.

import { posix } from 'node:path';
import ts from 'typescript';

const { basename } = posix;

/**
 * @param {string} name of the chunk's file
 * @param {string} text a module as esbuild writes it, in ASCII
 * @returns {string} a script
 */
export function linkChunk(name, text) {
  const strange = /[^\0-\x7f]/.exec(text);
  if (strange) throw new Error(`${name} is not in ASCII: write ${strange[0]} as an escape`);
  if (/\b__(load|later|builtin|url)\b/.test(text))
    throw new Error(`${name} uses names of the loader`);
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, false, ts.ScriptKind.JS);
  const settled = settledNames(source);
  const imports = [];
  const exports = [];
  let body = '';
  let at = 0;
  for (const statement of source.statements) {
    const isImport = ts.isImportDeclaration(statement);
    if (ts.isExportAssignment(statement)) throw new Error(`${name} exports an expression`);
    if (!isImport && !ts.isExportDeclaration(statement)) continue;
    body += text.slice(at, statement.pos);
    at = statement.end;
    if (isImport) imports.push(constantsOf(statement));
    else exports.push(...membersOf(name, statement, settled));
  }
  body += text.slice(at).replace(/\/\/# sourceMappingURL=.*\n?$/, '');
  const later = body
    .replace(/\bimport\("\.\/(?:[^"]*\/)?([^"/]+\.js)"\)/g, '__later("$1")')
    // Code that was kept does not know any more who loads what it imports.
    .replace(/\bimport\("(node:[a-z/_]+)"\)/g, '(async()=>__builtin("$1"))()')
    .replace(/\bimport\.meta\.url\b/g, '__url');
  if (/\bimport\.meta\b/.test(later)) throw new Error(`${name} asks for its surroundings`);
  const head = `(function(__load,__later,__builtin,__url){"use strict";`;
  return `${head}${imports.join('')}${later}\nreturn{${exports.join()}}})`;
}

/** @param {ts.ImportDeclaration} declaration */
function constantsOf({ importClause, moduleSpecifier }) {
  const specifier = /** @type {ts.StringLiteral} */ (moduleSpecifier).text;
  const isBuiltin = specifier.startsWith('node:');
  if (!isBuiltin && !specifier.startsWith('.')) throw new Error(`${specifier} is not bundled`);
  const from = isBuiltin
    ? `__builtin(${JSON.stringify(specifier)})`
    : `__load(${JSON.stringify(basename(specifier))})`;
  if (importClause === undefined) return `${from};`;
  const { name, namedBindings } = importClause;
  const statements = [];
  // What a module of Node exports as a whole is what `require` gives.
  const whole = isBuiltin ? from : `${from}.default`;
  if (name) statements.push(`const ${name.text}=${whole};`);
  if (namedBindings && ts.isNamespaceImport(namedBindings))
    statements.push(`const ${namedBindings.name.text}=${from};`);
  if (namedBindings && ts.isNamedImports(namedBindings)) {
    /** @param {ts.ImportSpecifier} element */
    const isWhole = ({ propertyName }) => isBuiltin && propertyName?.text === 'default';
    const wholes = namedBindings.elements.filter(isWhole);
    const members = namedBindings.elements.filter((element) => !isWhole(element));
    for (const element of wholes) statements.push(`const ${element.name.text}=${from};`);
    const named = members.map(({ propertyName, name }) =>
      propertyName ? `${propertyName.text}:${name.text}` : name.text,
    );
    if (named.length > 0) statements.push(`const{${named.join()}}=${from};`);
  }
  return statements.join('');
}

/**
 * @param {string} chunk
 * @param {ts.ExportDeclaration} declaration
 * @param {ReadonlySet<string>} settled
 */
function membersOf(chunk, { exportClause, moduleSpecifier }, settled) {
  if (moduleSpecifier || !exportClause || !ts.isNamedExports(exportClause))
    throw new Error(`${chunk} passes on what another module exports`);
  return exportClause.elements.map(({ propertyName, name }) => {
    const local = (propertyName ?? name).text;
    if (!settled.has(local))
      throw new Error(`${chunk} exports ${local}, which gets its value later`);
    return propertyName ? `${name.text}:${local}` : local;
  });
}

/**
 * What has its value once the chunk has run: functions, classes, imports, and variables that are declared with one.
 * @param {ts.SourceFile} source
 * @returns {ReadonlySet<string>}
 */
function settledNames({ statements }) {
  const names = new Set();
  /** @param {ts.BindingName} name */
  const add = (name) => {
    if (ts.isIdentifier(name)) names.add(name.text);
    else for (const element of name.elements) if ('name' in element) add(element.name);
  };
  for (const statement of statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations)
        if (initializer) add(name);
    } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      if (statement.name) add(statement.name);
    } else if (ts.isImportDeclaration(statement)) {
      const { name, namedBindings } = statement.importClause ?? {};
      if (name) add(name);
      if (namedBindings && ts.isNamespaceImport(namedBindings)) add(namedBindings.name);
      else for (const element of namedBindings?.elements ?? []) add(element.name);
    }
  }
  return names;
}
