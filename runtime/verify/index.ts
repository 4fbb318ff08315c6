/* Whether a store is whole. */
export { verifyStore, type StoreFault, type StoreReport } from './verify-store.js';
