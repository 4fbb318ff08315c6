/* What the embedded engine does not do for an ordinary user, beyond what it does for nobody. */
import type { Lack } from '../../model/index.js';
import { groupSettings } from '../../runtime/index.js';

const why = 'keeps it by control groups, which an ordinary user may not make';

export const rootlessLacks: readonly Lack[] = [
  ...groupSettings.map((path): Lack => ({ kind: 'container', path, why, except: [false] })),
  {
    kind: 'container',
    path: 'devices.*.permissions',
    why: 'gives devices to an ordinary user’s containers as that user has them',
    except: ['rwm'],
  },
];
