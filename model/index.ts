/*
 * The nouns that every part shares: data, schemas and pure functions over them, no effects.
 */
export * from './address.js';
export * from './claims.js';
export * from './complete.js';
export * from './complete-image.js';
export * from './completed.js';
export * from './content.js';
export * from './diagnostic.js';
export * from './engine.js';
export * from './engine-error.js';
export * from './fingerprint.js';
export * from './holdings.js';
export * from './implied-names.js';
export * from './json.js';
export * from './kept-generations.js';
export * from './lock.js';
export * from './nearest-name.js';
export * from './observation.js';
export * from './operator.js';
export * from './plan.js';
export { parsePlan } from './plan-codec.js';
export { isJson, isSpan } from './plan-parts.js';
export * from './planning-codes.js';
export * from './record.js';
export * from './record-codec.js';
export * from './resource.js';
export * from './schema.js';
export { openSpec, sealImage, sealSpec, sealText, secretTexts } from './seal.js';
export * from './schemas/index.js';
export * from './shape.js';
export * from './span.js';
export * from './spec-of.js';
export * from './stacks.js';
export * from './survey.js';
export * from './units.js';
export * from './valid-spec.js';
export { withAttributes } from './with-attributes.js';
