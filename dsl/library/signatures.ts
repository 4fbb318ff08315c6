/*
 * The functions of the library by their names, with their signatures read when first asked for.
 * `env` is two functions: a step where it is given an object, a variable where it is given a text.
 */
import { nearestName } from '../../model/index.js';
import { categories } from './categories.js';
import type { Example, LibraryFunction } from './library-function.js';
import { parseSignature, type Parameter, type Signature } from './shape.js';

const byName = new Map<string, LibraryFunction[]>();
for (const { functions } of categories) {
  for (const one of functions) {
    const name = one.signature.slice(0, one.signature.indexOf('('));
    byName.set(name, [...(byName.get(name) ?? []), one]);
  }
}

/** The names of all functions. */
export const functionNames: ReadonlySet<string> = new Set(byName.keys());

/** The functions of a name: usually one. */
export const functionsNamed = (name: string): readonly LibraryFunction[] => byName.get(name) ?? [];

const signatures = new WeakMap<LibraryFunction, Signature>();

/** The signature of a function. */
export function signatureOf(one: LibraryFunction): Signature {
  let signature = signatures.get(one);
  if (!signature) {
    signature = parseSignature(one.signature);
    signatures.set(one, signature);
  }
  return signature;
}

/** What an editor shows of a function. */
export interface LibraryEntry {
  readonly name: string;
  readonly category: string;
  readonly signature: string;
  /** In order; `label` is how the parameter is written in the signature. */
  readonly parameters: readonly (Pick<Parameter, 'name' | 'type' | 'optional' | 'rest'> & {
    readonly label: string;
  })[];
  /** Markdown. */
  readonly documentation: string;
  /** Expressions, with their values or with messages. */
  readonly examples: readonly Example[];
}

/** The functions of a name, as an editor shows them; `env` is two. */
export function libraryEntries(name: string): readonly LibraryEntry[] {
  return categories.flatMap(({ title, functions }) =>
    functions
      .filter((one) => functionsNamed(name).includes(one))
      .map((one) => ({
        name,
        category: title,
        signature: one.signature,
        parameters: signatureOf(one).parameters.map((parameter) => ({
          name: parameter.name,
          type: parameter.type,
          optional: parameter.optional,
          rest: parameter.rest,
          label: labelOf(parameter),
        })),
        documentation: one.documentation,
        examples: one.examples,
      })),
  );
}

/** The function of a name, as an editor shows it. */
export const libraryEntry = (name: string): LibraryEntry | undefined => libraryEntries(name)[0];

const labelOf = ({ name, type, optional, rest }: Parameter): string =>
  `${rest ? '...' : ''}${name}${optional ? '?' : ''}: ${type}`;

/** What other languages call our functions. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['alltrue', 'all'],
  ['anytrue', 'any'],
  ['ceiling', 'ceil'],
  ['chomp', 'trim_end'],
  ['chunklist', 'chunk'],
  ['count', 'length'],
  ['distinct', 'unique'],
  ['element', 'get'],
  ['empty', 'is_empty'],
  ['fileset', 'dir'],
  ['format_list', 'join'],
  ['get_env', 'env'],
  ['glob', 'dir'],
  ['len', 'length'],
  ['lookup', 'get'],
  ['lstrip', 'trim_start'],
  ['nonsensitive', 'reveal'],
  ['read', 'file'],
  ['regex', 'regex_find'],
  ['regexall', 'regex_find_all'],
  ['rstrip', 'trim_end'],
  ['setintersection', 'intersection'],
  ['setsubtract', 'difference'],
  ['setunion', 'union'],
  ['size_of', 'length'],
  ['strip', 'trim'],
  ['strlen', 'length'],
  ['strrev', 'reverse'],
  ['substr', 'substring'],
  ['templatefile', 'template'],
  ['to_int', 'int'],
  ['to_lower', 'lower'],
  ['to_string', 'string'],
  ['to_upper', 'upper'],
  ['tobool', 'bool'],
  ['tolower', 'lower'],
  ['tonumber', 'float'],
  ['toset', 'unique'],
  ['tostring', 'string'],
  ['toupper', 'upper'],
  ['transpose', 'invert'],
  ['trimspace', 'trim'],
  ['type', 'type_of'],
  ['typeof', 'type_of'],
  ['urldecode', 'url_decode'],
  ['zipmap', 'zip_map'],
]);

/** The function that was probably meant by a name that there is none of. */
export function meantFunction(name: string, others: Iterable<string> = []): string | undefined {
  const known = otherNames.get(name);
  return known !== undefined && functionNames.has(known)
    ? known
    : nearestName(name, [...functionNames, ...others]);
}
