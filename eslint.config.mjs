// Lint rules: typescript-eslint's strict, type-aware set, and the rules of this project that it
// can express (no default exports, no casts that silence the compiler, type-only imports).
// Layout is prettier's; imports between packages are the architecture check's.

import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const forbiddenSyntax = [
  { selector: 'ExportDefaultDeclaration', message: 'Use a named export.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
  { selector: 'TSModuleDeclaration[kind="namespace"]', message: 'Use a module.' },
  {
    selector: 'ExportNamedDeclaration > VariableDeclaration[kind!="const"]',
    message: 'Export a constant: the bundle takes what is exported once.',
  },
  {
    selector: 'TSAsExpression[typeAnnotation.typeName.name!="const"]',
    message: 'Parse or narrow instead of casting; `as const` and `satisfies` are fine.',
  },
  {
    selector:
      ':matches(SpreadElement[argument.name=/^span$|Span$/], SpreadElement[argument.property.name=/^span$|Span$/])',
    message: 'A span may find its places when it is asked; name what is wanted of it.',
  },
];

export default defineConfig([
  globalIgnores(['dist/', '.build/', '.tap/', '**/generated/', '**/fixtures/', '**/goldens/']),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...forbiddenSyntax],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/prefer-readonly': 'error',
      // A resource's body may be empty on purpose, and `async` marks an interface as such.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.test.ts'],
    rules: {
      // `t.test` gives a promise that tap itself awaits.
      '@typescript-eslint/no-floating-promises': 'off',
    },
  },
  {
    files: ['scripts/**/*.mjs', 'eslint.config.mjs'],
    extends: [tseslint.configs.recommended],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: { eqeqeq: 'error' },
  },
]);
