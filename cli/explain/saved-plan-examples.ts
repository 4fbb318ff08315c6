/*
 * Examples for the codes by which a saved plan is refused, with the messages that they give. What has
 * happened to the file or the engine is said in words; a test brings each about and compares.
 */
import type { SavedPlanCode } from '../saved-plan/codes.js';
import type { LoadingExample } from './loading-examples.js';

const shop = `stack shop

container web {
  image: "registry.example.org/web:1"
  memory: 128MiB
}
`;
const apply = 'stowage apply shop.plan';
const again = `    Nothing was changed. Make a new plan with \`stowage plan --out FILE\`.`;

/** One refusal: what is to be known, the message, and how it goes well. */
function refused(
  code: SavedPlanCode,
  situation: string,
  lines: readonly string[],
  right: { readonly situation?: string; readonly command?: string } = {},
): LoadingExample {
  const files = [{ path: 'main.stow', text: shop }];
  const [reason = '', ...more] = lines;
  return {
    wrong: {
      files,
      situation,
      command: apply,
      message: [`error[${code}]: shop.plan is refused: ${reason}`, ...more].join('\n'),
    },
    right: {
      files,
      command: right.command ?? `stowage plan --out shop.plan && ${apply}`,
      ...(right.situation !== undefined && { situation: right.situation }),
    },
  };
}

export const savedPlanExamples: Readonly<Record<SavedPlanCode, LoadingExample>> = {
  'plan-damaged': refused('plan-damaged', 'Somebody has edited `shop.plan`.', [
    'it was changed after it was written: its digest does not fit',
    again,
  ]),
  'plan-unknown-format': refused(
    'plan-unknown-format',
    '`shop.plan` was made by a later version of Stowage.',
    [
      'its format is 2.0, and this Stowage reads 1.0',
      '    Apply it with the Stowage that made it, or make a new plan.',
    ],
  ),
  'plan-unsealed': refused(
    'plan-unsealed',
    '`STOWAGE_PLAN_KEY` is set, and was not when the plan was made.',
    ['it was not sealed with the key of STOWAGE_PLAN_KEY', again],
    { situation: '`STOWAGE_PLAN_KEY` is set for both commands.' },
  ),
  'plan-other-engine': refused(
    'plan-other-engine',
    'The plan was made for the embedded engine, and `STOWAGE_ENGINE` is `docker`.',
    [
      'it was made for another engine',
      '    Choose the engine with `--engine`, as for the plan, or make a new plan.',
      '    note: made for embedded at /var/lib/stowage; this is docker at unix:///run/docker.sock',
    ],
    { command: `${apply} --engine embedded` },
  ),
  'plan-other-stack': refused(
    'plan-other-stack',
    'The plan was made in another directory.',
    [
      'it was made for another stack',
      '    Choose the directory of its stack with `--directory`.',
      '    note: made for shop with the id 11111111-1111-4111-8111-111111111111; the stack here has 22222222-2222-4222-8222-222222222222',
    ],
    { command: `${apply} --directory ../shop` },
  ),
  'plan-engine-updated': refused(
    'plan-engine-updated',
    'The engine was updated after the plan was made.',
    [
      'the engine has another version since it was made',
      again,
      '    note: version: was 28.1.0, is 28.2.0',
    ],
  ),
  'plan-files-changed': refused(
    'plan-files-changed',
    '`main.stow` was edited after the plan was made.',
    [
      'the files that it was made from have changed',
      '    Check out what it was made from, choose its directory with `--directory`, or make a new',
      '    plan.',
      '    note: main.stow: it has changed',
    ],
  ),
  'plan-secret-changed': refused(
    'plan-secret-changed',
    'The stack has a secret, which has got another value since the plan was made.',
    [
      'a secret is not the one that it was made with',
      '    Give the secrets, and the params that they are used with, as they were given for the plan;',
      '    or make a new plan.',
    ],
  ),
  'plan-applied': refused('plan-applied', 'The plan is applied for the second time.', [
    'it has been applied already',
    again,
    '    note: generation: was 1, is 2, written 2026-01-01T00:00:00Z by ann@host',
  ]),
  'plan-outdated': refused(
    'plan-outdated',
    'The plan makes the memory of the container larger. After it was made, somebody has done that by hand.',
    [
      'what it rests on has changed since it was made',
      again,
      '    note: container.web: memory: was 67108864, is 134217728',
    ],
  ),
};
