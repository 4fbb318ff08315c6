/* Saved plans: `plan --out FILE` writes one, `apply FILE` carries it out or refuses it. */
export { applySaved, savedPlanFile } from './apply-saved.js';
export { idForSaving, planFileOf, savePlan } from './save-plan.js';
export { collectSecrets } from './secret-texts.js';
