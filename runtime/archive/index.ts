/*
 * Trees of files as archives and back: those of containers, and those of whoever copies to and from
 * them. No path leads out of a tree, whoever changes it meanwhile.
 */
export { asBytes, linkOf, openHostDirectory, type Directory } from './directory.js';
export { packTree, type Owner, type TreePacking } from './pack-tree.js';
export { PathRefused, type PathFault } from './path-refused.js';
export { openPlace, withPlace, type Place, type Tree, type TreeMount } from './tree.js';
export { unpackTree, type UnpackRules } from './unpack-tree.js';
