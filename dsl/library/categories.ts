/* All functions of the library, in the order of the reference page. */
import { constructors } from './functions/constructors.js';
import { conversions } from './functions/conversions.js';
import { data } from './functions/data.js';
import { encoding } from './functions/encoding.js';
import { files } from './functions/files.js';
import { lists } from './functions/lists.js';
import { maps } from './functions/maps.js';
import { network } from './functions/network.js';
import { numbers } from './functions/numbers.js';
import { order } from './functions/order.js';
import { paths } from './functions/paths.js';
import { regex } from './functions/regex.js';
import { secrets } from './functions/secrets.js';
import { text } from './functions/text.js';
import { versions } from './functions/versions.js';
import type { Category } from './library-function.js';

export const categories: readonly Category[] = [
  text,
  regex,
  lists,
  order,
  maps,
  numbers,
  conversions,
  paths,
  data,
  encoding,
  network,
  files,
  versions,
  secrets,
  constructors,
];
