/*
 * A client of registries, https://github.com/opencontainers/distribution-spec: names, credentials, reading
 * images, fetching and sending blobs. It knows nothing of the store.
 */
export { openConnection, type Connection, type ConnectionOptions } from './connection.js';
export {
  askHelper,
  credentialDirectory,
  credentialKey,
  credentialPath,
  findCredentials,
  helperFor,
  readCredentialFile,
  secretsOf,
  type Credentials,
} from './credentials.js';
export { downloadBlob, type Blob } from './download.js';
export { RegistryError, type RegistryFailure } from './errors.js';
export { logIn, logOut } from './login.js';
export { readRemoteImage, remoteDigest, type RemoteImage } from './manifests.js';
export type { Environment } from './settings.js';
export { putManifest, uploadBlob, type Upload, type Uploaded } from './upload.js';
