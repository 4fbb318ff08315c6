/*
 * The addresses of a stack: where there are resources, whatever is wrong with their attributes.
 */
import { hasErrors, isWithin, nearestName, parseAddress, type Span } from '../../model/index.js';
import { diagnose } from '../diagnostics/diagnose.js';
import type { Evaluation } from './evaluation.js';
import type { WrittenAddress } from './written-address.js';

export interface PlacedResource {
  readonly address: string;
  /** Its declaration. */
  readonly span: Span;
}
export interface Places {
  readonly all: ReadonlyMap<string, PlacedResource>;
  /** The resource at an address, or all within it. */
  at(address: string): readonly PlacedResource[];
  within(address: string): readonly PlacedResource[];
  /** Says that an address is none, unless another mistake may be why. */
  reportAbsent(written: WrittenAddress): void;
}

/** All places of the stack and its modules. */
export function placesOf(evaluation: Evaluation): Places {
  const all = new Map<string, PlacedResource>();
  for (const { place, symbols, definitions } of evaluation.sessions.values()) {
    if (!place.live) continue;
    for (const symbol of symbols.resources) {
      const { broken, name, span } = symbol.declaration;
      if (broken) continue;
      for (const { address } of definitions.family(symbol, name.span).instances) {
        all.set(address, { address, span });
      }
    }
  }
  const within = (address: string): readonly PlacedResource[] =>
    [...all.values()].filter((one) => isWithin(one.address, address));
  return {
    all,
    within,
    at: (address) => {
      const exact = all.get(address);
      return exact ? [exact] : within(address);
    },
    reportAbsent: (written) => {
      const several = within(written.text);
      if (several.length > 0 || !mayBeLost(evaluation, written)) {
        evaluation.report(notThere(written, all, several));
      }
    },
  };
}

/** Whether a mistake elsewhere may be why something is not there. */
function mayBeLost(
  { sessions, diagnostics, failed }: Evaluation,
  { text }: WrittenAddress,
): boolean {
  if ([...failed].some((path) => isWithin(text, path) || isWithin(path, text))) return true;
  const { module = '', kind, symbol } = parseAddress(text) ?? {};
  const symbols = sessions.get(module)?.symbols;
  if (kind === undefined || symbol === undefined || !symbols) return false;
  const isDeclared = symbols.resourcesByKind[kind].has(symbol);
  return symbols.lost.has(symbol) || (isDeclared && hasErrors(diagnostics));
}

function notThere(
  { text, span }: WrittenAddress,
  all: ReadonlyMap<string, PlacedResource>,
  several: readonly PlacedResource[],
) {
  const [one] = several;
  const nearest = one?.address ?? nearestName(text, all.keys());
  return diagnose('invalid-statement', span, {
    summary:
      several.length > 0
        ? `\`${text}\` stands for ${several.length}; choose one, such as \`${one?.address ?? ''}\``
        : `the stack has no \`${text}\``,
    fix: nearest === undefined ? undefined : { title: `write \`${nearest}\``, span, text: nearest },
  });
}
