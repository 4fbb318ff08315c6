/* The two streams of a real process: whoever writes, in whatever pieces, however it ends. */
import { spawnSync } from 'node:child_process';
import t from 'tap';

const guard = new URL('guard-streams.js', import.meta.url).href;

/** Runs a script in which `streams` are guarded and `hunter22` is hidden. */
function output(script: string): { readonly stdout: string; readonly stderr: string } {
  const before = `
    import { guardStreams } from ${JSON.stringify(guard)};
    const { masker, writeRevealed } = guardStreams();
    masker.hide({ values: ['hunter22'] });
    const later = () => new Promise((done) => setTimeout(done, 5));
  `;
  const args = ['--input-type=module', '--eval', `${before}\n${script}`];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { stdout, stderr };
}

t.test('whoever writes is masked', async (t) => {
  const { stdout, stderr } = output(`
    process.stdout.write('one hunter22\\n');
    process.stdout.write(Buffer.from('two hunter22\\n'));
    console.log('three', { password: 'hunter22' });
    console.error(new Error('four hunter22'));
    process.stderr.write('five hunter22\\n');
  `);
  t.match(stdout, /^one \(secret\)\ntwo \(secret\)\nthree \{ password: '\(secret\)' \}\n$/);
  t.match(stderr, /Error: four \(secret\)\n +at/);
  t.match(stderr, /five \(secret\)\n$/);
});

t.test('in pieces', async (t) => {
  const { stdout } = output(`
    for (const piece of ['before hun', 'te', 'r22 after', '\\n', 'h', 'appy', '\\n']) {
      process.stdout.write(piece);
      await later();
    }
    process.stdout.write('the end may be hunt');
  `);
  t.equal(
    stdout,
    'before (secret) after\nhappy\nthe end may be hunt',
    'and nothing is lost at the end',
  );
});

t.test('what ends the process', async (t) => {
  for (const end of ['process.exit(3)', "throw new Error('x')", 'process.exitCode = 1']) {
    const { stdout } = output(`process.stdout.write('last: hunter22 hu');\n${end}`);
    t.equal(stdout, 'last: (secret) hu', end);
  }
});

t.test('callbacks and answers of writes', async (t) => {
  const { stdout } = output(`
    await new Promise((done) => process.stdout.write('a hunter22', done));
    await new Promise((done) => process.stdout.write(' b\\n', 'utf8', done));
    writeRevealed('hunter22\\n');
    process.stdout.write(String(process.stdout.write('c\\n')));
  `);
  t.equal(stdout, 'a (secret) b\nhunter22\nc\ntrue');
});
