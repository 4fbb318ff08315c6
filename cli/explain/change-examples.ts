/*
 * Examples for the diagnostics of moving, importing and replacing what is on the engine already.
 */
import { planned, type PlanningExample } from './planning-example.js';

const moving = (files: string): string => `stack shop

moved { from: network.front, to: network.edge }

network edge {${files}}
`;

const movingContainer = (to: string, other: string): string => `stack shop

moved { from: container.old, to: container.${to} }

container ${to} {
  image: "registry.example.org/web:1"
}
${other}`;

const importing = (id: string): string => `stack shop

import { to: volume.data, id: "${id}" }

volume data { name: "${id}" }
`;

const network = (body: string): string => `stack shop

network front {${body}}
`;

const startFirst = (order: string): string => `stack shop

container web {
  image: "registry.example.org/web:1"
  env: { MODE: "new" }
  ports: [127.0.0.1:8080 -> 80]
  lifecycle: { order: "${order}" }
}
`;

const waiting = (state: string): string => `stack shop

container db { image: "registry.example.org/web:1" }

container web {
  image: "registry.example.org/web:1"
  after: [db is ${state}]
}
`;

const inUse =
  'A container that Stowage did not make is on the network, which has been applied without `internal`.';
const running = 'The container has been applied without the variable, and runs.';

export const changeExamples = {
  'name-fixed': {
    wrong: planned(moving(''), 'The network `front` has been applied, as `shop-front`.'),
    right: planned(moving(' name: "shop-front" ')),
  },
  'move-target-taken': {
    wrong: planned(movingContainer('web', ''), 'Containers `old` and `web` have been applied.'),
    right: planned(
      movingContainer(
        'next',
        `
container web {
  image: "registry.example.org/web:1"
}
`,
      ),
    ),
  },
  'in-use-by-others': {
    wrong: planned(network(' internal: true '), inUse),
    right: planned(network(' internal: true, name: "shop-inner" ')),
  },
  'unsupported-attribute': {
    wrong: planned(
      `stack shop

container web {
  image: "registry.example.org/web:1"
  runtime: "kata"
}
`,
      'The engine knows one OCI runtime only.',
    ),
    right: planned(`stack shop

container web { image: "registry.example.org/web:1" }
`),
  },
  'never-healthy': {
    wrong: planned(waiting('healthy'), 'The image of `db` says nothing of health.'),
    right: planned(waiting('started')),
  },
  'start-first-impossible': {
    wrong: planned(startFirst('start-first'), running),
    right: planned(startFirst('stop-first')),
  },
  'import-missing': {
    wrong: planned(importing('shop-dta'), 'The engine has a volume `shop-old` that no stack made.'),
    right: planned(importing('shop-old')),
  },
  'import-partial': {
    wrong: planned(
      importing('nfs-data'),
      'Docker has a volume `nfs-data` with a driver of its own, and a volume `shop-old` without.',
    ),
    right: planned(importing('shop-old')),
  },
  'import-owned': {
    wrong: planned(
      importing('depot-data'),
      'The engine has a volume `depot-data`, of the stack `depot`, and a volume `shop-old` that no stack made.',
    ),
    right: planned(importing('shop-old')),
  },
} as const satisfies Readonly<Record<string, PlanningExample>>;
