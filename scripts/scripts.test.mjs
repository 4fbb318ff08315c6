// The parts of the scripts that decide something: which parts are missing, what counts as left on
// a host, when a generated file has drifted, and how a run of the tests is summed up.

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import t from 'tap';
import { compiledPath } from './compile.mjs';
import { driftOf } from './generate.mjs';
import { validatorsCode } from './generators/validators.mjs';
import { newTraces } from './leaks.mjs';
import { packagesInStep } from './packages.mjs';
import {
  describeParts,
  engineParts,
  installCommand,
  isStatic,
  missingParts,
  ordinaryUserParts,
} from './parts.mjs';
import { committedFiles, packages, root, typescriptFiles } from './sources.mjs';
import { recap } from './test-output.mjs';

t.test('parts', async (t) => {
  const absent = { package: 'no-such', purpose: 'is for this test', files: ['no-such-program'] };
  const dynamic = { package: 'node', purpose: 'runs us', files: ['sh'], static: true };
  const present = { package: 'dash', purpose: 'is everywhere', files: ['sh'] };
  t.same(missingParts([present, absent]), [absent], 'a part is missing when its program is');
  t.same(missingParts([dynamic]), isStatic('/bin/sh') ? [] : [dynamic], 'or is not static');
  t.equal(
    installCommand([present, absent]).join(' '),
    'apt-get install -y --no-install-recommends dash no-such',
  );
  t.same(describeParts([present, absent]), [
    '  dash     is everywhere',
    '  no-such  is for this test',
  ]);
  t.equal(new Set(engineParts.map((part) => part.package)).size, engineParts.length);
});

t.test('the parts that are installed are those that the engine looks for', async (t) => {
  const compiled = join(root, compiledPath('runtime/parts/parts.ts'));
  /** @type {{ parts: Record<string, { package: string }> }} */
  const { parts } = await import(compiled);
  const installed = new Set([...engineParts, ...ordinaryUserParts].map((part) => part.package));
  const essential = ['coreutils'];
  const wanted = Object.values(parts).map((part) => part.package);
  t.ok(wanted.length > 0);
  t.same(
    wanted.filter((name) => !installed.has(name) && !essential.includes(name)),
    [],
  );
});

t.test('static programs', async (t) => {
  const directory = t.testdir({ script: '#!/bin/sh\n', empty: '' });
  t.equal(isStatic(process.execPath), false, 'Node has an interpreter');
  t.equal(isStatic(join(directory, 'script')), false);
  t.equal(isStatic(join(directory, 'empty')), false);
});

t.test('leaks are what is there now and was not before', async (t) => {
  const before = new Map([['mount', new Set(['/a', '/b'])]]);
  const after = new Map([
    ['mount', new Set(['/b', '/c'])],
    ['process', new Set(['runc, pid 7'])],
  ]);
  t.same(newTraces(before, after), ['mount: /c', 'process: runc, pid 7']);
  t.same(newTraces(after, after), []);
});

t.test('generated files drift when missing, different, or no longer made', async (t) => {
  const directory = relative(root, t.testdir({ same: 'x', differs: 'x', stale: 'x' }));
  /** @param {readonly (readonly [string, string])[]} files */
  const drift = async (...files) => {
    const generate = async () => new Map(files.map(([n, text]) => [`${directory}/${n}`, text]));
    const result = await driftOf({ name: 'test', places: [directory], generate });
    return result.drift.map(({ path, how }) => `${how} ${path.slice(directory.length + 1)}`);
  };
  t.same(await drift(['same', 'x'], ['differs', 'y'], ['new', 'z']), [
    'differs differs',
    'missing new',
    'stale stale',
  ]);
  t.same(await drift(['same', 'x'], ['differs', 'x'], ['stale', 'x']), []);
});

t.test('validators are plain code', async (t) => {
  const code = await validatorsCode({
    thing: {
      type: 'object',
      description: 'for people',
      properties: {
        name: { type: 'string', minLength: 2, effect: 'replace' },
        from: {
          discriminator: 'kind',
          oneOf: ['a', 'b'].map((kind) => ({
            type: 'object',
            properties: { kind: { type: 'string', enum: [kind] }, [kind]: { type: 'integer' } },
            required: ['kind'],
            additionalProperties: false,
          })),
        },
      },
      required: ['name'],
      additionalProperties: false,
    },
  });
  t.notMatch(code, /^\s*import\b|= require\(/m, 'that imports nothing');
  const file = join(t.testdir({}), 'validators.mjs');
  writeFileSync(file, code);
  const { validators } = await import(file);
  /** @param {unknown} value */
  const errors = (value) =>
    validators.thing(value)
      ? []
      : validators.thing.errors.map(
          (/** @type {{ instancePath: string, keyword: string }} */ error) =>
            `${error.instancePath} ${error.keyword}`,
        );
  t.same(errors({ name: 'ab', from: { kind: 'b', b: 1 } }), []);
  t.same(
    errors({ name: '\u{1F40B}', extra: 1 }).sort(),
    ['/name minLength', ' additionalProperties'].sort(),
  );
  t.same(errors({ name: 'ab', from: { kind: 'b', a: 1 } }), ['/from additionalProperties']);
  t.same(errors({ name: 'ab', from: { kind: 'c' } }), ['/from discriminator']);
  t.same(errors('text'), [' type']);
  await t.rejects(validatorsCode({ x: { type: 'string', maxLenght: 3 } }), /keyword maxLenght/);
});

t.test('the sum of a run', async (t) => {
  const outcome = (/** @type {string[]} */ ...problems) => ({ saw: '1 file', problems });
  const tally = {
    passed: 3,
    failures: [{ name: 'f > x', text: 'why' }],
    skips: [{ name: 'g', reason: 'no engine' }],
  };
  const finished = [
    { name: 'lint', milliseconds: 1200, outcome: outcome('bad') },
    { name: 'types', milliseconds: 1, outcome: outcome() },
    { name: 'unit', milliseconds: 1, outcome: { ...outcome(), tally } },
  ];
  /** @param {string | undefined} ci @param {Parameters<typeof recap>[0]} list */
  const summed = (ci, list) => {
    const before = process.env['CI'];
    if (ci === undefined) delete process.env['CI'];
    else process.env['CI'] = ci;
    /** @type {string[]} */
    const lines = [];
    const code = recap(list, 0, (line) => lines.push(...line.split('\n')));
    if (before === undefined) delete process.env['CI'];
    else process.env['CI'] = before;
    return { code, lines };
  };
  t.equal(summed(undefined, finished).lines.at(-1), '5 passed, 2 failed');
  t.equal(summed('true', finished).lines.at(-1), '5 passed, 3 failed', 'in CI a skip fails');
  t.ok(summed(undefined, finished).lines.includes('  g: no engine'), 'a skip says why');
  t.equal(summed(undefined, finished).code, 1);
  t.equal(summed(undefined, finished.slice(1, 2)).code, 0);
});

t.test('sources', async (t) => {
  t.equal(compiledPath('model/a.test.ts'), '.build/model/a.test.js');
  t.ok(committedFiles().includes('package.json'));
  t.notOk(committedFiles().some((path) => path.startsWith('node_modules/')));
  t.ok(typescriptFiles().every((path) => packages.includes(dirname(path).split('/')[0] ?? '')));
  t.same(typescriptFiles(['no-such-folder']), []);
  t.ok(packagesInStep(), 'the tests run with the packages of the lock file');
});

t.test('every code that planning gives has its place on the page of diagnostics', async (t) => {
  const page = readFileSync(join(root, 'docs/diagnostics.md'), 'utf8');
  const files = [
    ...typescriptFiles(['runtime/context', 'planner']),
    'providers/resolve-desired.ts',
  ].filter((path) => !path.includes('.test.') && !path.includes('/testing/'));
  const codes = files.flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/\bcode: '([a-z-]+)'/g)].map(
      (match) => match[1] ?? '',
    ),
  );
  t.ok(codes.length > 10, `${codes.length} places give a code`);
  t.same(
    [...new Set(codes)].filter((code) => !page.includes(`| [${code}](diagnostics/${code}.md) |`)),
    [],
  );
});
