/* Pages that are generated: called by the generator, not by the command. */
export { attributesPage } from './attributes.js';
export { commandsPage } from './commands.js';
export { attributePaths, covers, enginesPage } from './engines.js';
export { grammarPage } from './grammar.js';
export { diagnosticsPages } from './diagnostics.js';
export { functionsPage } from './functions.js';
export { evaluatedSchema } from '../evaluated/schema.js';
export { planSchema } from '../render/plan-schema.js';
export { storySchema } from '../story/story-schema.js';
