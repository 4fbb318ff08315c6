/*
 * Diagnostics as SARIF 2.1.0, the exchange format of static analysis. The form follows
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/; explanations stand in the document itself, since
 * `helpUri` takes absolute addresses only.
 */
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Diagnostic, Fix, Label, Span } from '../../model/index.js';
import { stowageVersion } from '../version.js';
import { descriptionOf, fingerprints, reportedPath, wholeMessage, type Report } from './report.js';

/** The document, as data. */
export function sarifDocument({ diagnostics }: Report) {
  const prints = fingerprints(diagnostics);
  const examples = new Map(diagnostics.map((one) => [one.code, one]));
  const codes = [...examples.keys()].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'stowage',
            semanticVersion: stowageVersion,
            rules: codes.flatMap((code) => ruleOf(examples.get(code)) ?? []),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map((one, index) => ({
          ruleId: one.code,
          ruleIndex: codes.indexOf(one.code),
          level: one.severity,
          message: { text: wholeMessage(one) },
          ...(one.span ? { locations: [{ physicalLocation: physicalLocation(one.span) }] } : {}),
          ...(one.labels ? { relatedLocations: one.labels.map(relatedLocation) } : {}),
          ...(one.fix ? { fixes: [fixOf(one.fix)] } : {}),
          partialFingerprints: { 'stowage/v1': prints[index] ?? '' },
        })),
      },
    ],
  };
}

function ruleOf(example: Diagnostic | undefined) {
  if (!example) return undefined;
  const { title, explanation, severity } = descriptionOf(example);
  const { code } = example;
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: explanation },
    help: {
      text: `${explanation}\n\nstowage explain ${code} shows an example.`,
      markdown: `${explanation}\n\n\`stowage explain ${code}\` shows an example.`,
    },
    defaultConfiguration: { level: severity },
  };
}

function physicalLocation(span: Span) {
  return { artifactLocation: artifactLocation(span.file), region: regionOf(span) };
}

/** Relative paths are resolved against the root of the sources, wherever the reader has it. */
function artifactLocation(path: string) {
  return isAbsolute(path)
    ? { uri: pathToFileURL(path).href }
    : {
        uri: reportedPath(path).split('/').map(encodeURIComponent).join('/'),
        uriBaseId: '%SRCROOT%',
      };
}

function regionOf({ start, end }: Span) {
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    charOffset: start.offset,
    charLength: end.offset - start.offset,
  };
}

function relatedLocation({ span, text }: Label, index: number) {
  return { id: index + 1, physicalLocation: physicalLocation(span), message: { text } };
}

function fixOf({ title, span, text }: Fix) {
  const replacement = { deletedRegion: regionOf(span), insertedContent: { text } };
  return {
    description: { text: title },
    artifactChanges: [
      { artifactLocation: artifactLocation(span.file), replacements: [replacement] },
    ],
  };
}
