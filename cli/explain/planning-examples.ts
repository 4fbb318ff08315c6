/*
 * Examples for the diagnostics of planning, by code: what is on the engine here, what is copied
 * into images in a file of its own.
 */
import { changeExamples } from './change-examples.js';
import { choosingExamples } from './choosing-examples.js';
import { contentExamples } from './content-examples.js';
import { copyExamples } from './copy-examples.js';
import { planned, type PlanningExample } from './planning-example.js';
import { preflightExamples } from './preflight-examples.js';

export type { PlanningExample } from './planning-example.js';

const data = `stack shop

volume data {}
`;

const web = (image: string): string => `stack shop

container web {
  image: "${image}"
}
`;

const built = (from: string): string => `stack shop

image app {
  from: ${from}
  command: ["serve"]
}
`;

export const planningExamples = {
  'stack-taken': {
    wrong: planned(data, 'Another repository has applied a stack named `shop` to this engine.'),
    right: planned(data.replace('stack shop', 'stack shop_next')),
  },
  'name-taken': {
    wrong: planned(data, 'The engine has a volume `shop-data` that Stowage did not make.'),
    right: planned(data.replace('{}', '{ name: "shop-files" }')),
  },
  protected: {
    wrong: planned(
      `stack shop

volume data {
  labels: { tier: "gold" }
  protect: true
}
`,
      'The volume has been applied without the label, which can only be set when it is made.',
    ),
    right: planned(
      `stack shop

volume data {
  protect: true
}
`,
    ),
  },
  'image-missing': {
    wrong: planned(
      web('registry.example.org/wbe:1'),
      'The engine has the image `registry.example.org/web:1`.',
    ),
    right: planned(web('registry.example.org/web:1')),
  },
  'registry-failed': {
    wrong: planned(
      web('registry.example.org/private:1'),
      'The registry wants credentials for that repository, and none are noted.',
    ),
    right: planned(web('registry.example.org/web:1')),
  },
  'base-missing': {
    wrong: planned(
      built('"registry.example.org/bsae:1"'),
      'The engine has the image `registry.example.org/base:1`.',
    ),
    right: planned(built('"registry.example.org/base:1"')),
  },
  'base-unreadable': {
    wrong: planned(
      built('rootfs("./rootfs.tar.gz")'),
      'The file `rootfs.tar` is in the directory, `rootfs.tar.gz` is not.',
    ),
    right: planned(built('rootfs("./rootfs.tar")')),
  },
  ...changeExamples,
  ...choosingExamples,
  ...contentExamples,
  ...copyExamples,
  ...preflightExamples,
} as const satisfies Readonly<Record<string, PlanningExample>>;

/** Codes of what the language finds before anything is planned, and says by a code of its own. */
export const foundEarlier: Readonly<Record<string, string>> = {
  'ignore-image': 'unknown-attribute',
  'import-unwritten': 'invalid-statement',
  'import-unsupported': 'invalid-statement',
};
