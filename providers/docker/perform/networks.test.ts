/* Networks that Docker has not let go of yet, or that somebody is on. */
import t from 'tap';
import { openClient, refusal, type Call, type Transport } from '../client/index.js';
import { addressOf } from '../reach/index.js';
import { dockerDialect } from '../dialect/index.js';
import { removeNetwork } from './networks.js';

const dialect = dockerDialect('20.10.24');
const id = 'a'.repeat(64);
const network = { Id: id, Name: 'shop-front', Labels: { 'stowage.stack': 'shop' } };

/** A daemon that refuses to remove the network so many times. */
function daemon(refusals: number, containers: readonly object[]) {
  const calls: string[] = [];
  let left = refusals;
  const answer = (call: Call): { readonly status: number; readonly value?: unknown } => {
    calls.push(`${call.method} ${call.path}`);
    if (call.method === 'DELETE') {
      left -= 1;
      const message = `network ${id} has active endpoints`;
      return left < 0 ? { status: 204 } : { status: 403, value: { message } };
    }
    return { status: 200, value: call.path.startsWith('/containers') ? containers : [network] };
  };
  const unexpected = () => Promise.reject(new Error('nobody asks for that'));
  const transport: Transport = {
    dialect,
    address: addressOf('unix:///nowhere'),
    request: async (call) => {
      const { status, value } = answer(call);
      const text = value === undefined ? '' : JSON.stringify(value);
      if (status >= 400) throw refusal(call, dialect.rules, status, text);
      return { status, text, header: () => undefined };
    },
    stream: unexpected,
    hijack: unexpected,
    close: () => undefined,
  };
  return { calls, client: openClient(transport) };
}

const remove = ({ client }: ReturnType<typeof daemon>, patience = 5_000) =>
  removeNetwork(
    {
      client,
      directory: '/',
      patience,
      progress: { report: () => undefined, signal: new AbortController().signal },
    },
    { op: 'remove', target: { kind: 'network', name: 'shop-front', id } },
  );

t.test('what nothing is on any more is let go of in a moment', async (t) => {
  const slow = daemon(2, []);
  t.same(await remove(slow), { warnings: [] });
  t.equal(slow.calls.filter((call) => call.startsWith('DELETE')).length, 3);
});

t.test('it is not waited for longer than there is patience', async (t) => {
  await t.rejects(remove(daemon(1_000, []), 200), { code: 'in-use' });
});

t.test('what somebody is on is in use', async (t) => {
  const user = {
    Id: 'b'.repeat(64),
    Names: ['/other'],
    Labels: {},
    ImageID: '',
    NetworkSettings: { Networks: { 'shop-front': { NetworkID: id } } },
  };
  const used = daemon(1_000, [user]);
  await t.rejects(remove(used), { code: 'in-use' });
  t.equal(used.calls.filter((call) => call.startsWith('DELETE')).length, 1, 'asked once');
});
