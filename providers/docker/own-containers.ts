/* Containers that Stowage makes for itself: locks, and helpers that carry files or copy volumes. */
import { helperLabel } from './files/labels.js';
import { lockLabels } from './lock/labels.js';
import { copyLabel } from './volume-access.js';

const marks = [lockLabels.stack, helperLabel, copyLabel];

/** Whether a container with these labels is nobody's work but Stowage's own, and for a moment only. */
export const isOwnContainer = (labels: Readonly<Record<string, string>>): boolean =>
  marks.some((mark) => mark in labels);
