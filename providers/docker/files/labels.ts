/** Marks a container through which files are written; its value is the id of the stack. */
export const helperLabel = 'stowage.files';
