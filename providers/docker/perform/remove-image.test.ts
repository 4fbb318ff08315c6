/* Removing images that other removals have a hand in. */
import t from 'tap';
import { openClient, refusal, type Call, type Transport } from '../client/index.js';
import { dockerDialect } from '../dialect/index.js';
import { addressOf } from '../reach/index.js';
import { removeImage } from './remove-image.js';

const dialect = dockerDialect('20.10.24');
const id = `sha256:${'a'.repeat(64)}`;
const name = 'shop/app:0123';
const image = {
  Id: id,
  RepoTags: [name],
  RepoDigests: [],
  Config: {
    Labels: { 'stowage.stack': 'shop', 'stowage.stack-id': 'x', 'stowage.address': 'image.app' },
  },
  RootFS: { Layers: [] },
};
const gone = (key: string) => ({ status: 404, message: `No such image: ${key}` });
const disturbed = { status: 500, message: 'unrecognized image ID sha256:bbbb' };

/** A daemon that answers the removals with these, one after another, and then takes each. */
function daemon(...answers: readonly { readonly status: number; readonly message: string }[]) {
  const removed: string[] = [];
  const unexpected = () => Promise.reject(new Error('nobody asks for that'));
  const transport: Transport = {
    dialect,
    address: addressOf('unix:///nowhere'),
    request: async (call: Call) => {
      if (call.method !== 'DELETE') {
        return { status: 200, text: JSON.stringify(image), header: () => undefined };
      }
      const answer = answers[removed.length];
      removed.push(decodeURIComponent(call.path.replace('/images/', '')));
      if (answer) throw refusal(call, dialect.rules, answer.status, answer.message);
      return { status: 200, text: '[]', header: () => undefined };
    },
    stream: unexpected,
    hijack: unexpected,
    close: () => undefined,
  };
  const client = openClient(transport);
  const progress = { report: () => undefined, signal: new AbortController().signal };
  const remove = () =>
    removeImage(
      { client, directory: '/', patience: 5_000, progress },
      { op: 'remove', target: { kind: 'image', name, id } },
    );
  return { removed, remove };
}

t.test('one that somebody else has removed is gone', async (t) => {
  const { removed, remove } = daemon(gone(name));
  await remove();
  t.same(removed, [name]);
});

t.test('one that was disturbed is asked for again', async (t) => {
  const { removed, remove } = daemon(disturbed);
  await remove();
  t.same(removed, [name, name]);
});

t.test('one that was disturbed after it took the name does not leave the image', async (t) => {
  const { removed, remove } = daemon(disturbed, gone(name));
  await remove();
  t.same(removed, [name, name, id]);
});

t.test('and leaves it where others stand on it by then, or it is gone, too', async (t) => {
  const message = 'conflict: unable to delete, image has dependent child images';
  for (const last of [{ status: 409, message }, gone(id)]) {
    const { removed, remove } = daemon(disturbed, gone(name), last);
    await remove();
    t.same(removed, [name, name, id]);
  }
});

t.test('any other refusal is an error', async (t) => {
  const { remove } = daemon({ status: 409, message: 'conflict: it is being used by a container' });
  await t.rejects(remove(), { code: 'in-use' });
});
