// Reads one TypeScript module for what the architecture's rules ask about: what it imports and
// exports, how long it is, how it opens, and what it uses that a pure module must not.
// It judges nothing; the rules do.

import ts from 'typescript';

/**
 * @typedef {object} Import
 * @property {string} specifier as written
 * @property {number} line
 *
 * @typedef {object} ModuleFacts
 * @property {string} path relative to the root
 * @property {number} lines
 * @property {boolean} opensWithComment
 * @property {readonly Import[]} imports static, dynamic, type-only and re-exporting ones
 * @property {readonly number[]} defaultExports lines
 * @property {readonly number[]} starExports lines of `export * from`
 * @property {boolean} onlyReexports whether it does nothing but pass on what others export
 * @property {readonly { what: string, line: number }[]} effects clocks, randomness, the process
 */

/** Globals of which any use is an effect. */
const effectObjects = new Set(['process', 'console', 'crypto', 'performance']);
/** Members of otherwise harmless globals that read a clock or make randomness. */
const effectMembers = new Set(['Date.now', 'Math.random']);
/** Functions whose call is an effect. */
const effectCalls = new Set(['setTimeout', 'setInterval', 'setImmediate', 'fetch', 'require']);

/**
 * @param {string} path
 * @param {string} text
 * @returns {ModuleFacts}
 */
export function readModule(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  /** @param {ts.Node} node */
  const lineOf = (node) => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  /** @type {Import[]} */
  const imports = [];
  /** @type {{ what: string, line: number }[]} */
  const effects = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) imports.push({ specifier, line: lineOf(node) });
    const what = effectOf(node);
    if (what !== undefined) effects.push({ what, line: lineOf(node) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return {
    path,
    lines: text.replace(/\n$/, '').split('\n').length,
    opensWithComment: /^(#!.*\n)?\s*(\/\/|\/\*)/.test(text),
    imports,
    defaultExports: source.statements.filter(exportsDefault).map(lineOf),
    starExports: source.statements.filter(exportsStar).map(lineOf),
    onlyReexports: source.statements.length > 0 && source.statements.every(isReexport),
    effects,
  };
}

/**
 * The module that a node imports from, however it does it.
 * @param {ts.Node} node
 * @returns {string | undefined}
 */
function specifierOf(node) {
  /** @type {ts.Node | undefined} */
  let from;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) from = node.moduleSpecifier;
  else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    from = node.argument.literal;
  else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    from = node.arguments[0];
  if (from === undefined) return undefined;
  return ts.isStringLiteralLike(from) ? from.text : '(computed)';
}

/**
 * The name of the effect that a node is, if it is one.
 * @param {ts.Node} node
 * @returns {string | undefined}
 */
function effectOf(node) {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const [object, member] = [node.expression.text, `${node.expression.text}.${node.name.text}`];
    return effectObjects.has(object) || effectMembers.has(member) ? member : undefined;
  }
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
    const now = node.expression.text === 'Date' && (node.arguments?.length ?? 0) === 0;
    return now ? 'new Date()' : undefined;
  }
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    const name = node.expression.text;
    return effectCalls.has(name) || name === 'Date' ? `${name}()` : undefined;
  }
  return undefined;
}

/** @param {ts.Statement} statement */
function exportsDefault(statement) {
  if (ts.isExportAssignment(statement)) return true;
  if (ts.isExportDeclaration(statement) && statement.exportClause !== undefined) {
    const clause = statement.exportClause;
    return ts.isNamedExports(clause) && clause.elements.some((e) => e.name.text === 'default');
  }
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  return modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword);
}

/** @param {ts.Statement} statement */
function isReexport(statement) {
  return ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined;
}

/** @param {ts.Statement} statement */
function exportsStar(statement) {
  return (
    ts.isExportDeclaration(statement) &&
    statement.moduleSpecifier !== undefined &&
    statement.exportClause === undefined
  );
}
