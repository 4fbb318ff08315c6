/* What `inspect` says of objects, and what it does not. */
import t from 'tap';
import {
  completeContainer,
  emptyImageConfig,
  sealedText,
  type ContainerSpec,
  type ObservedContainer,
} from '../../model/index.js';
import { inspectionDocument, inspectionLines } from './inspection.js';

const live: ContainerSpec = {
  name: 'shop-db',
  image: 'postgres:17',
  command: ['db', '--password', 'hunter2'],
  env: { GREETING: 'swordfish', API_TOKEN: 'abcdef', PLAIN: 'seen' },
  memory: 1024 ** 3,
};
const record: ContainerSpec = {
  ...live,
  command: ['db', '--password', sealedText('fp1')],
  env: { GREETING: sealedText('fp2'), API_TOKEN: 'abcdef', PLAIN: 'seen' },
};
const imageConfig = { ...emptyImageConfig, env: { PLAIN: 'other' } };

function observed(changes: Partial<ObservedContainer>): ObservedContainer {
  return {
    kind: 'container',
    id: 'c1',
    name: 'shop-db',
    address: 'container.db',
    stackId: 's1',
    generation: 3,
    completed: completeContainer(live, imageConfig),
    record,
    otherUsers: [],
    fingerprint: 'f',
    status: { state: 'running', health: 'healthy', addresses: { back: '10.0.0.2' } },
    imageId: 'sha256:1',
    imageConfig,
    staleNetworks: [],
    ...changes,
  };
}

t.test('an object is shown as a file would say it, and without secrets', async (t) => {
  const owner = { stack: 'shop', address: 'container.db' };
  const document = inspectionDocument({ object: observed({}), owner });
  t.match(document, {
    kind: 'container',
    stack: 'shop',
    generation: 3,
    status: { state: 'running', health: 'healthy', addresses: { back: '10.0.0.2' } },
    spec: {
      command: ['db', '--password', '(secret)'],
      env: { GREETING: '(secret)', API_TOKEN: '(secret)', PLAIN: 'seen' },
      memory: 1024 ** 3,
    },
    beyond: [],
  });
  const text = inspectionLines({ object: observed({}), owner }).join('\n');
  t.match(text, /^kind: container\nid: c1\nname: shop-db\nstack: shop\naddress: container.db\n/);
  t.match(text, /\n {2}env:\n(?: {4}.*\n)* {4}PLAIN: seen\n/);
  t.notMatch(text, /hunter2|swordfish|abcdef/);
});

t.test('where a hand has changed what holds a secret, nothing of it is shown', async (t) => {
  const changed = completeContainer({ ...live, command: ['db', 'hunter2'] }, imageConfig);
  const text = JSON.stringify(inspectionDocument({ object: observed({ completed: changed }) }));
  t.notMatch(text, /hunter2/);
  t.match(text, /"command":\["\(secret\)","\(secret\)"\]/);
});

t.test('without a record, variables that look like secrets are not shown', async (t) => {
  const text = JSON.stringify(inspectionDocument({ object: observed({ record: null }) }));
  t.notMatch(text, /abcdef/);
  t.match(text, /swordfish/);
});
