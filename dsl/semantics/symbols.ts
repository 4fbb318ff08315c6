/*
 * What the names of a stack stand for. Params, lets and resources share one space of names across
 * all files; only resources of different kinds may share a name.
 */
import type { AddressKey, Kind } from '../../model/index.js';
import type {
  LetDeclaration,
  OutputDeclaration,
  ParamDeclaration,
  ResourceDeclaration,
  StackDeclaration,
} from '../syntax/index.js';
import type { Value } from './value.js';

export interface ResourceSymbol {
  readonly kind: Kind;
  readonly name: string;
  readonly declaration: ResourceDeclaration;
}

/** One resource: the declaration itself, or one turn of its `for`. */
export interface Instance {
  readonly symbol: ResourceSymbol;
  readonly key?: AddressKey;
  readonly address: string;
  readonly locals: ReadonlyMap<string, Value>;
  /** False where it is looked at for its types only: its condition is false, or its list empty. */
  readonly live: boolean;
}

export interface Symbols {
  readonly stack: StackDeclaration | undefined;
  readonly params: ReadonlyMap<string, ParamDeclaration>;
  readonly lets: ReadonlyMap<string, LetDeclaration>;
  readonly resources: readonly ResourceSymbol[];
  readonly resourcesByName: ReadonlyMap<string, readonly ResourceSymbol[]>;
  readonly outputs: readonly OutputDeclaration[];
  /** Names that appear in broken declarations, which count as used. */
  readonly namesInBroken: ReadonlySet<string>;
  /** Names whose declaration was lost to a mistake; using them is not another one. */
  readonly lost: ReadonlySet<string>;
}
