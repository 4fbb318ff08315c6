/*
 * What goes wrong between an engine and a registry, in our words: which registry, and why. Engines tell it in
 * the words of their libraries, which are alike for all; what none of the rows knows is told as it came.
 */
import type { RegistryAccess } from '../client/errors.js';
import type { Rule } from './dialect.js';

const named = (registry: RegistryAccess | undefined): string =>
  registry ? `the registry ${registry.host}` : 'the registry';
const isKnown = (registry: RegistryAccess | undefined): boolean =>
  registry !== undefined && registry.secrets.length > 0;

/** Ends of `cannot pull IMAGE: ` by what the engine says; the first that fits wins. */
const causes: readonly Pick<Rule, 'text' | 'code' | 'hint' | 'words'>[] = [
  {
    text: /manifest unknown|manifest for .* not found|name unknown|repository name not known/i,
    code: 'image-not-found',
    words: (_, registry) => `${named(registry)} has no such image`,
    hint: 'Is the tag written right? A repository that others may not see looks the same.',
  },
  {
    text: /blob unknown|unknown blob|fetching blob: .*\b404\b/i,
    code: 'registry',
    words: (_, registry) => `${named(registry)} lacks a part of the image`,
    hint: 'It has to be pushed to it anew.',
  },
  {
    text: /toomanyrequests|too many requests|\b429\b/i,
    code: 'registry',
    words: (_, registry) =>
      `${named(registry)} was asked too often, and wants to be left alone for a while`,
    hint: 'Many count for less those who have logged in: `stowage login`.',
  },
  {
    text: /verification failed for digest|does not match provided manifest digest|digest did not match|wrong digest|digests? mismatch/i,
    code: 'registry',
    words: (_, registry) =>
      `${named(registry)}, or somebody on the way, sent something that is not what its digest says`,
    hint: 'Nothing of it was kept.',
  },
  {
    text: /failed to register layer|invalid tar header|applying? layer|unpacking|unpigz|gzip: invalid/i,
    code: 'registry',
    words: (_, registry) => `what ${named(registry)} sent cannot be unpacked`,
    hint: 'The image has to be made and pushed anew, unless the disk of the engine is full.',
  },
  {
    text: /unexpected EOF|expected HTTP 206|connection reset|broken pipe|size mismatch|(?:invalid|unexpected) size|expected \d+ bytes/i,
    code: 'registry',
    words: (_, registry) => `the answer of ${named(registry)} broke off`,
  },
  {
    text: /unauthorized|authentication required|no basic auth|incorrect username or password|\b401\b/i,
    code: 'registry',
    words: (_, registry) =>
      isKnown(registry)
        ? `${named(registry)} does not take the credentials that are noted for it`
        : `${named(registry)} wants credentials`,
    hint: '`stowage login` notes credentials for a registry.',
  },
  {
    text: /denied|forbidden|\b403\b/i,
    code: 'registry',
    words: (_, registry) =>
      `${named(registry)} does not let ${isKnown(registry) ? 'this user' : 'just anybody'} have it`,
    hint: '`stowage login` notes credentials for a registry.',
  },
  {
    text: /\b(?:HTTP (?:status|response)\S*|status(?: code)?|registry)\D{0,20}(5\d\d)\b/i,
    code: 'registry',
    words: ([, status = ''], registry) =>
      `${named(registry)} is in trouble, and answers with ${status}`,
  },
  {
    text: /server gave HTTP response to HTTPS client/i,
    code: 'registry',
    words: (_, registry) =>
      `${named(registry)} speaks without TLS, which the engine was not told to trust`,
    hint: 'Docker takes `insecure-registries` in its daemon.json, Podman `insecure = true` in registries.conf.',
  },
  {
    text: /x509|certificate/i,
    code: 'registry',
    words: (_, registry) => `the engine does not trust the certificate of ${named(registry)}`,
    hint: 'Who has signed it has to be known on the host of the engine.',
  },
  {
    text: /connection refused/i,
    code: 'registry',
    words: (_, registry) => `nobody answers at ${named(registry)}`,
    hint: 'It is the engine that asks the registry, from its own host.',
  },
  {
    text: /no such host|server misbehaving|name resolution/i,
    code: 'registry',
    words: (_, registry) => `the host of the engine does not know the name of ${named(registry)}`,
  },
  {
    text: /timeout|timed out|deadline exceeded|no route to host|network is unreachable/i,
    code: 'registry',
    words: (_, registry) => `${named(registry)} does not answer`,
    hint: 'It is the engine that asks the registry, from its own host.',
  },
];

export const registryRules: readonly Rule[] = (['pull', 'push'] as const).flatMap((verb) => [
  ...causes.map((cause) => ({ verb, ...cause })),
  {
    verb,
    code: 'registry' as const,
    hint: 'It is the engine that asks the registry; it has to reach and to trust it.',
  },
]);
