/*
 * A parser that knows its grammar from a table. chevrotain finds out what may stand where by running every
 * rule once and walking through what it has recorded, each time that a parser is made: half of what reading a
 * small stack takes. `npm run generate` writes down what it has found. Only what recovery from a mistake asks
 * for is still found out that way, by a second parser, when there is a mistake.
 */
import { EmbeddedActionsParser, EOF, type TokenType } from 'chevrotain';
import { vocabulary } from './tokens.js';

/** What was found about a grammar. Tokens are numbers: places in `tokens`; -1 is none. */
export interface GrammarTable {
  /** Names of types of tokens. */
  readonly tokens: readonly string[];
  /** Sets of tokens. */
  readonly sets: readonly (readonly number[])[];
  readonly rules: Readonly<Record<string, RuleTable>>;
}

/** The keys are chevrotain's: the sort of a place in a rule, and its number among those of that sort. */
export interface RuleTable {
  /** The set that each way begins with, of which the first is gone; an option and a repetition have one. */
  readonly ways: readonly (readonly [key: number, sort: Sort, ...sets: number[]])[];
  /** The token after a repetition, and its number. */
  readonly after: readonly (readonly [key: number, token: number, number: number, end: 0 | 1])[];
}

/** 0: gone or not. 1: one of several ways. 2: one of several, of which some have a condition. */
export type Sort = 0 | 1 | 2;

interface Way {
  readonly GATE?: () => boolean;
}

type Lookahead = (ways: readonly Way[]) => boolean | number | undefined;

interface After {
  readonly token: TokenType | undefined;
  readonly occurrence: number | undefined;
  readonly isEndOfRule: boolean;
}

export abstract class TabledParser extends EmbeddedActionsParser {
  // chevrotain's own, which its types do not tell of. Its version is pinned.
  declare private definedRulesNames: string[];
  declare private readonly fullRuleNameToShort: Readonly<Record<string, number>>;
  declare private lookAheadFuncsCache: Lookahead[][];
  declare private firstAfterRepMap: After[][];
  declare private readonly resyncFollows: unknown;
  declare private enableRecording: () => void;
  declare private disableRecording: () => void;

  private analysed: (() => TabledParser) | undefined;

  /** @param analyse makes a parser of the same grammar without a table */
  protected adoptTable(table: GrammarTable, analyse: () => TabledParser): void {
    let made: TabledParser | undefined;
    this.analysed = () => (made ??= analyse());
    this.withoutRules(() => this.performSelfAnalysis());
    const follows = (): unknown => this.analysed?.().resyncFollows;
    Object.defineProperty(this, 'resyncFollows', { get: follows });
    const types = tokenTypes(table.tokens);
    const sets = table.sets.map((set) => indicesOf(set, types));
    for (const rule of this.definedRulesNames) {
      const { ways, after } = ruleOf(table, rule);
      const short = this.fullRuleNameToShort[rule] ?? -1;
      const lookaheads: Lookahead[] = (this.lookAheadFuncsCache[short] = []);
      for (const [key, sort, ...begins] of ways)
        lookaheads[key] = this.lookahead(
          sort,
          begins.map((set) => sets[set] ?? []),
        );
      const afters: After[] = (this.firstAfterRepMap[short] = []);
      for (const [key, token, number, end] of after) {
        const occurrence = number < 0 ? undefined : number;
        afters[key] = { token: types[token], occurrence, isEndOfRule: end === 1 };
      }
    }
  }

  override getGAstProductions(): ReturnType<EmbeddedActionsParser['getGAstProductions']> {
    return this.analysed ? this.analysed().getGAstProductions() : super.getGAstProductions();
  }

  /** Makes the parser fit to parse without recording anything of its rules. */
  private withoutRules(prepare: () => void): void {
    const names = this.definedRulesNames;
    this.definedRulesNames = [];
    this.enableRecording = this.disableRecording = () => undefined;
    prepare();
    this.definedRulesNames = names;
  }

  private lookahead(sort: Sort, begins: readonly (readonly number[])[]): Lookahead {
    if (sort === 2) return this.gatedLookahead(begins);
    const chosen: (boolean | number)[] = [];
    begins.forEach((indices, way) => {
      for (const index of indices) chosen[index] ??= sort === 0 || way;
    });
    if (sort === 0) return () => chosen[this.LA_FAST(1).tokenTypeIdx] === true;
    return () => chosen[this.LA_FAST(1).tokenTypeIdx];
  }

  private gatedLookahead(begins: readonly (readonly number[])[]): Lookahead {
    const sets = begins.map((indices) => new Set(indices));
    return (ways) => {
      const next = this.LA_FAST(1).tokenTypeIdx;
      const way = sets.findIndex((set, at) => set.has(next) && ways[at]?.GATE?.() !== false);
      return way < 0 ? undefined : way;
    };
  }
}

function ruleOf({ rules }: GrammarTable, name: string): RuleTable {
  const rule = rules[name];
  if (rule) return rule;
  throw new Error(`the table knows no rule ${name}; \`npm run generate\` makes it anew`);
}

function tokenTypes(names: readonly string[]): readonly TokenType[] {
  const byName = new Map([...vocabulary, EOF].map((type) => [type.name, type]));
  return names.map((name) => {
    const type = byName.get(name);
    if (type) return type;
    throw new Error(`there is no token ${name}; \`npm run generate\` makes the table anew`);
  });
}

const indicesOf = (set: readonly number[], types: readonly TokenType[]): readonly number[] =>
  set.map((token) => types[token]?.tokenTypeIdx ?? -1);
