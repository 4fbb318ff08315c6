/* The rows that can be tried on an engine. */
import type { Kind } from '../../../model/index.js';
import type { LawTrial } from '../../../providers/testing/index.js';
import { covers } from '../../reference/index.js';
import { containerRows } from './container-rows.js';
import { fileRows } from './file-rows.js';
import { isRow, type AttributeRow, type NoRow, type Rows } from './rows.js';
import { settingRows } from './setting-rows.js';

export const allContainerRows = { ...containerRows, ...fileRows, ...settingRows };

/** Rows of what an engine can do at all. */
export function ableRows<Spec>(
  kind: Kind,
  rows: Rows<Spec>,
  { engine }: LawTrial,
): readonly (readonly [path: string, row: AttributeRow<Spec>])[] {
  const { engine: family, lacks = [] } = engine.profile;
  const isLacking = (path: string): boolean => lacks.some((lack) => covers(lack, kind, path));
  const isTried = (row: AttributeRow<Spec>): boolean =>
    family !== 'podman' || row.notOnPodman === undefined;
  const entries: readonly (readonly [string, AttributeRow<Spec> | NoRow])[] = Object.entries(rows);
  return entries.flatMap(([path, row]) =>
    isRow(row) && isTried(row) && !isLacking(path) ? [[path, row] as const] : [],
  );
}
