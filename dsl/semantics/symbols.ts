/*
 * What the names of a stack, or of one module of it, stand for. Params, lets, secrets, types,
 * functions, modules and resources share one space of names across all files of a directory; only
 * resources of different kinds may share a name. Symbols belong to one evaluation: a module that is
 * used twice has its symbols twice, told apart by `module`.
 */
import type { AddressKey, Kind } from '../../model/index.js';
import type {
  CheckDeclaration,
  EngineDeclaration,
  FunctionDeclaration,
  LetDeclaration,
  OutputDeclaration,
  ParamDeclaration,
  ResourceDeclaration,
  SecretDeclaration,
  StackDeclaration,
  StatementDeclaration,
  TestDeclaration,
  TypeDeclaration,
  UseDeclaration,
} from '../syntax/index.js';
import type { Value } from './value.js';

export interface ResourceSymbol {
  readonly kind: Kind;
  readonly name: string;
  /** Path of the module that it is in, such as `pg["eu"]`; empty for the stack itself. */
  readonly module: string;
  readonly declaration: ResourceDeclaration;
}
export interface UseSymbol {
  readonly name: string;
  /** Path of the module that uses it. */
  readonly module: string;
  readonly declaration: UseDeclaration;
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

/** One module: a `use` itself, or one turn of its `for`. */
export interface ModuleInstance {
  readonly use: UseSymbol;
  readonly key?: AddressKey;
  /** What the addresses in it begin with: `pg`, `pg["eu"]`, `shop.pg`. */
  readonly path: string;
  readonly locals: ReadonlyMap<string, Value>;
  readonly live: boolean;
}

export interface Symbols {
  readonly stack: StackDeclaration | undefined;
  readonly engine: EngineDeclaration | undefined;
  readonly params: ReadonlyMap<string, ParamDeclaration>;
  readonly secrets: ReadonlyMap<string, SecretDeclaration>;
  readonly lets: ReadonlyMap<string, LetDeclaration>;
  readonly types: ReadonlyMap<string, TypeDeclaration>;
  readonly functions: ReadonlyMap<string, FunctionDeclaration>;
  readonly uses: ReadonlyMap<string, UseSymbol>;
  readonly resources: readonly ResourceSymbol[];
  readonly resourcesByName: ReadonlyMap<string, readonly ResourceSymbol[]>;
  readonly resourcesByKind: Readonly<Record<Kind, ReadonlyMap<string, ResourceSymbol>>>;
  readonly outputs: ReadonlyMap<string, OutputDeclaration>;
  readonly checks: readonly CheckDeclaration[];
  /** `moved`, `removed` and `import`, as written. */
  readonly statements: readonly StatementDeclaration[];
  readonly tests: readonly TestDeclaration[];
  /** Names that appear in broken declarations, which count as used. */
  readonly namesInBroken: ReadonlySet<string>;
  /** Names whose declaration was lost to a mistake; using them is not another one. */
  readonly lost: ReadonlySet<string>;
}
