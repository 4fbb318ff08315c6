/* Saved plans: `plan --out FILE` writes one, `apply FILE` carries it out or refuses it. */
export { applySaved } from './apply-saved.js';
export { savedPlanFile } from './read-saved.js';
export { idForSaving, planFileOf, savePlan } from './save-plan.js';
export { showSaved } from './show-saved.js';
export { collectSecrets } from './secret-texts.js';
