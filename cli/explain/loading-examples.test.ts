/*
 * The examples of loading's diagnostics: each is brought about in a directory, and what the command
 * then says is what the example has; its corrected form gives nothing of the kind.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import t from 'tap';
import { loadingCodes } from '../../dsl/index.js';
import { lockText } from '../stack/lock-file.js';
import { contentHash } from '../stack/modules/content-hash.js';
import { vendorName } from '../stack/modules/vendored.js';
import { parseGitSource } from '../stack/git/source.js';
import { scratchDirectory } from '../stack/testing/repositories.js';
import { runCommand } from '../stack/testing/run-command.js';
import { writeFiles } from '../stack/testing/write-files.js';
import type { Shown } from './explanation.js';
import { loadingExamples } from './loading-examples.js';

/** What the commands say of one side. */
async function said(side: Shown, directory: string): Promise<string> {
  writeFiles(directory, Object.fromEntries(side.files.map(({ path, text }) => [path, text])));
  const words = (side.command ?? 'stowage check').split(' ');
  const at = words.indexOf('stowage');
  const environment = Object.fromEntries(
    words.slice(0, at).map((word): [string, string] => {
      const [name = '', value = ''] = word.split('=');
      return [name, value];
    }),
  );
  const { stderr } = await runCommand(words.slice(at + 1), { directory, environment });
  return stderr.trim();
}

/** Pins both modules, and puts copies of them beside the stack. */
function pinModules(directory: string): void {
  const pins = new Map(
    ['v1', 'v2'].map((ref, index) => {
      const text = `git::https://example.org/modules.git?ref=${ref}`;
      const source = parseGitSource(text, ['https'], () => undefined);
      const content = join(directory, 'content', ref);
      const files = Object.fromEntries(
        ['postgres', 'cache'].map((name) => [
          `${name}/main.stow`,
          `output address = "${name} ${ref}"\n`,
        ]),
      );
      writeFiles(content, files);
      const pin = { commit: String(index + 1).repeat(40), hash: contentHash(content) };
      writeFiles(join(directory, 'stowage-modules', vendorName(source, pin)), files);
      return [source.key, pin] as const;
    }),
  );
  const id = createHash('md5').update('shop').digest('hex');
  const dashed = id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  writeFiles(directory, { 'stowage.lock': lockText({ id: dashed, pins, images: new Map() }) });
}

t.test('every code has an example', async (t) => {
  t.same(Object.keys(loadingExamples).sort(), Object.keys(loadingCodes).sort());
});

for (const [code, { wrong, right }] of Object.entries(loadingExamples)) {
  t.test(code, async (t) => {
    const [bad, good] = [scratchDirectory(t), scratchDirectory(t)];
    if (code === 'unreadable-source') {
      writeFiles(bad, { 'notes.stow': Buffer.from('// caf\xe9\n', 'latin1') });
    }
    if (code === 'module-versions') for (const place of [bad, good]) pinModules(place);
    t.equal(await said(wrong, bad), wrong.message);
    t.equal(await said(right, good), '');
  });
}
