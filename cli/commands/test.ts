/*
 * `stowage test`: runs the tests of a stack, without an engine. Values for params come from the tests
 * alone, so that they say the same on every machine.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readTrials, renderDiagnostic } from '../../dsl/index.js';
import { formatSpan, hasErrors } from '../../model/index.js';
import { UsageError, valueOf, type CommandContext, type CommandRunner } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { reportDiagnostics } from '../report.js';
import { loadStack, pathsFrom, stackDirectory, withPaths } from '../stack/load.js';
import { readSources } from '../stack/read-sources.js';
import { visible, type Terminal } from '../terminal/terminal.js';
import { goldenOf, judgeGolden } from '../trials/golden.js';
import { junitDocument, type Suite } from '../trials/junit.js';
import { runTrial, type TrialResult, type TrialStage } from '../trials/run-trial.js';

const isTestFile = (name: string): boolean => name.endsWith('.test.stow') && !name.startsWith('.');

export const runTest: CommandRunner = async (invocation, context) => {
  const { terminal } = context;
  const directory = stackDirectory(invocation.arguments[0], context);
  const names = readdirSync(directory).filter(isTestFile).sort();
  const show = pathsFrom(context.directory);
  if (names.length === 0) {
    throw new UsageError(`there is no test in ${directory}: no file ends in .test.stow`);
  }
  const { files, problems } = readSources(directory, show, names);
  for (const { summary } of problems) throw new UsageError(summary);
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const loaded = await loadStack(directory, { ...invocation, values: {} }, context);
  const sources = new Map([...loaded.sources, ...texts]);
  const stage: TrialStage = {
    directory,
    compile: loaded.compileWith,
    place: (stack) => withPaths(stack, directory),
  };
  const wanted = valueOf(invocation, 'name');
  const suites: Suite[] = [];
  let wrong = false;
  for (const file of files) {
    const { value = [], diagnostics } = readTrials(file);
    reportDiagnostics(diagnostics, sources, context);
    wrong ||= hasErrors(diagnostics);
    if (hasErrors(diagnostics)) continue;
    const chosen = value.filter(({ title }) => wanted === undefined || title.includes(wanted));
    const results: TrialResult[] = [];
    for (const trial of chosen) {
      const result = await runTrial(trial, stage);
      terminal.conceal({ texts: result.hidden });
      results.push(withGolden(result, directory, invocation.switches.has('update'), context));
    }
    suites.push({ file: file.path, results });
  }
  const results = suites.flatMap((suite) => suite.results);
  if (results.length === 0 && !wrong) throw new UsageError('there is no test of that name');
  for (const suite of suites) printSuite(suite, sources, context);
  const junit = valueOf(invocation, 'junit');
  if (junit !== undefined) {
    writeFileSync(resolve(context.directory, junit), junitDocument(show(directory), suites));
  }
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  terminal.print(`${results.length - failed} passed, ${failed} failed`);
  return failed > 0 || wrong ? exitCodes.error : exitCodes.done;
};

/** Holds the plan against the file that keeps it, or writes that file anew. */
function withGolden(
  result: TrialResult,
  directory: string,
  update: boolean,
  { terminal }: CommandContext,
): TrialResult {
  const { trial, plan, failures } = result;
  if (!trial.golden || !plan) return result;
  const path = join(directory, trial.golden.value);
  const text = goldenOf(plan);
  const kept = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  if (kept === text) return result;
  if (update && failures.length === 0) {
    if (!existsSync(dirname(path))) throw new UsageError(`there is no directory ${dirname(path)}`);
    writeFileSync(path, text);
    terminal.note(`wrote ${trial.golden.value}`);
    return result;
  }
  return { ...result, failures: [...failures, judgeGolden(trial.golden, kept, text)] };
}

function printSuite(
  { file, results }: Suite,
  sources: ReadonlyMap<string, string>,
  { terminal }: CommandContext,
): void {
  terminal.print(terminal.style('bold', visible(file)));
  for (const { trial, failures } of results) {
    terminal.print(`  ${mark(failures.length === 0, terminal)} ${visible(trial.title)}`);
    for (const { summary, span, lines = [], diagnostic } of failures) {
      if (diagnostic) {
        const message = renderDiagnostic(diagnostic, sources, terminal);
        for (const line of message.split('\n')) terminal.print(`       ${line}`);
        continue;
      }
      terminal.print(`       ${visible(`${formatSpan(span)}: ${summary}`)}`);
      for (const line of lines) terminal.print(`         ${visible(line)}`);
    }
  }
}

const mark = (passed: boolean, terminal: Terminal): string =>
  passed ? terminal.style('green', 'ok  ') : terminal.style('red', 'FAIL');
