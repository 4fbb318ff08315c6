/* Only what was written whole, and for this very bundle and runtime, is a pack. */
import t from 'tap';
import { decodePack, encodePack, type CodePack } from './code-pack.js';

const pack: CodePack = {
  identity: 'digest v20.20.2 x64',
  made: 1_700_000_000_000,
  bytes: 4711,
  codes: new Map(
    [
      { name: 'main.js', written: 12.5, code: Buffer.from('code of main') },
      { name: 'plan.js', written: 13, code: Buffer.alloc(3000, 7) },
    ].map((one) => [one.name, one]),
  ),
};
const encoded = encodePack(pack);

t.test('a pack comes back as it was', async (t) => {
  t.same(decodePack(encoded, pack.identity), pack);
  const empty = { ...pack, codes: new Map() };
  t.same(decodePack(encodePack(empty), pack.identity), empty);
});

t.test('one of another bundle, runtime or machine is none', async (t) => {
  t.equal(decodePack(encoded, 'digest v22.0.0 x64'), undefined);
});

t.test('a damaged one is none, wherever the damage is', async (t) => {
  for (let at = 0; at < encoded.length; at += 7) {
    const damaged = Buffer.from(encoded);
    damaged.writeUInt8(damaged.readUInt8(at) ^ 1, at);
    if (decodePack(damaged, pack.identity) !== undefined) t.fail(`byte ${at}`);
  }
  t.pass('every seventh byte was tried');
});

t.test('one that was cut off, or has more at its end, is none', async (t) => {
  for (let length = 0; length < encoded.length; length += 11) {
    if (decodePack(encoded.subarray(0, length), pack.identity) !== undefined)
      t.fail(`${length} bytes`);
  }
  t.equal(decodePack(Buffer.concat([encoded, Buffer.from('x')]), pack.identity), undefined);
});
