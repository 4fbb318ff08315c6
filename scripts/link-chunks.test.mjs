// A chunk that was linked does what the module did: what it imports, exports and asks for later. What the
// linker cannot keep the meaning of, it refuses.

import t from 'tap';
import { runInThisContext } from 'node:vm';
import { linkChunk } from './link-chunks.mjs';

/**
 * Runs a linked module beside others, given by what they export.
 * @param {string} text
 * @param {Record<string, unknown>} [others]
 */
function run(text, others = {}) {
  /** @param {string} name */
  const load = (name) => others[name];
  const later = async (/** @type {string} */ name) => load(name);
  const script = runInThisContext(linkChunk('this.js', text));
  return script(load, later, process.getBuiltinModule, 'file:///dist/stowage.js');
}

t.test('imports and exports keep their names', async (t) => {
  const text = [
    'import"./chunks/effect.js";import{a as b,c}from"./chunks/one.js";import d,{e}from"./two.js";',
    'var sum=b+c+d+e;function f(){return sum}class G{}',
    'export{sum as total,f,G as default};',
  ].join('');
  const others = { 'effect.js': {}, 'one.js': { a: 1, c: 2 }, 'two.js': { default: 4, e: 8 } };
  const exports = run(text, others);
  t.same(Object.keys(exports), ['total', 'f', 'default']);
  t.equal(exports.total, 15);
  t.equal(exports.f(), 15);
});

t.test('modules of Node are given as a whole and by their members', async (t) => {
  const text =
    'import p,{join as j}from"node:path";import*as q from"node:path";import{default as r}from"node:path";' +
    'export{p,j,q,r};';
  const { p, j, q, r } = run(text);
  const path = process.getBuiltinModule('node:path');
  t.same([p === path, j === path.join, q === path, r === path], [true, true, true, true]);
});

t.test('what is asked for later is loaded then', async (t) => {
  const { later, place } = run(
    'var later=()=>import("./chunks/other.js"),place=import.meta.url;export{later,place};',
    { 'other.js': { found: true } },
  );
  t.same(await later(), { found: true });
  t.equal(place, 'file:///dist/stowage.js');
});

t.test('it is strict, as modules are', async (t) => {
  const { f } = run('var f=function(){return this};export{f};');
  t.equal(f(), undefined);
});

t.test('what would mean something else is refused', async (t) => {
  for (const [text, reason] of /** @type {const} */ ([
    ['var late;function set(){late=1}export{late,set};', /late, which gets its value later/],
    ['export*from"./other.js";', /passes on/],
    ['export default 1;', /an expression/],
    ['import"chevrotain";', /is not bundled/],
    ['var x=import.meta.dirname;', /surroundings/],
    ['var __load=1;', /names of the loader/],
    ['var x=/\u00b5/;', /not in ASCII/],
  ]))
    t.throws(() => linkChunk('this.js', text), { message: reason }, text);
});
