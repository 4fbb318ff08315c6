/*
 * Examples for the diagnostics of choosing a part of a stack.
 */
import { planned, type PlanningExample, type PlanningSide } from './planning-example.js';

const web = `stack shop

network front {}

container web {
  image: "registry.example.org/web:1"
  networks: [front]
}
`;

const inner = web.replace('{}', '{ internal: true }');

const built = `stack shop

image page { from: "scratch" }

container web { image: page }
`;

const emptied = `stack shop

container web { image: "registry.example.org/web:1" }
`;

/** One side that differs by what is chosen. */
const choosing = (options: string, main = web, situation?: string): PlanningSide => ({
  ...planned(main, situation),
  command: `stowage plan${options}`,
});

export const choosingExamples = {
  'unknown-target': {
    wrong: choosing(' --target container.wbe'),
    right: choosing(' --target container.web'),
  },
  'nothing-chosen': {
    wrong: choosing(' --target container.web --exclude network.front'),
    right: choosing(' --target network.front --exclude container.web'),
  },
  'outside-part': {
    wrong: choosing(
      ' --target network.front',
      inner,
      'The stack has been applied without `internal`, which can only be set when it is made.',
    ),
    right: choosing(' --target network.front --target container.web', inner),
  },
  'too-many-deletions': {
    wrong: choosing(
      '',
      emptied,
      'Four volumes `a`, `b`, `c` and `d` have been applied, and the container.',
    ),
    right: choosing(' --allow-deletions 4', emptied),
  },
  'not-replaceable': {
    wrong: choosing(' --replace image.page', built),
    right: choosing(' --replace container.web', built),
  },
  'drift-unsaid': {
    wrong: choosing(' --refresh-only', web, 'The container has been paused by hand.'),
    right: choosing(' --refresh-only --exclude container.web', web),
  },
  'ledger-lost': {
    wrong: choosing(
      ' --target network.front',
      web,
      'The stack has been applied, and the ledger was removed by hand.',
    ),
    right: choosing('', web),
  },
} as const satisfies Readonly<Record<string, PlanningExample>>;
