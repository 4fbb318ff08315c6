/*
 * What planning says in each of its examples. Written by the test of the examples; do not edit it.
 */
export const planningMessages = {
  'stack-taken': `error[stack-taken]: another stack named shop is on this engine
  main.stow:3:1
    3 | volume data {}
      | ^^^^^^^^^^^^^^
    volume shop-data belongs to a stack of the same name with id
    22222222-2222-4222-8222-222222222222; the id of this one is
    11111111-1111-4111-8111-111111111111. If they are the same stack, restore its stowage.lock;
    if not, give this one another name.`,
  'name-taken': `error[name-taken]: a volume named shop-data is there already
  main.stow:3:1
    3 | volume data {}
      | ^^^^^^^^^^^^^^
    volume.data wants that name, and Stowage did not make it (id shop-data). Give this one
    another \`name\`, or remove or rename the other yourself.`,
  protected: `error[protected]: volume.data is protected and would be replaced
  main.stow:5:3
    5 |   protect: true
      |   ^^^^^^^^^^^^^
    A change of labels.tier needs another. Undo the change, or take \`protect\` away first.`,
  'image-missing': `error[image-missing]: there is no image "registry.example.org/wbe:1" on the engine
  main.stow:4:3
    4 |   image: "registry.example.org/wbe:1"
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    It is no image of the stack, and the engine does not have it. Images are not fetched from
    registries; load or build it first.`,
  'base-missing': `error[base-missing]: there is no image "registry.example.org/bsae:1", neither in the stack nor in the engine
  main.stow:4:3
    4 |   from: "registry.example.org/bsae:1"
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
  'base-unreadable': `error[base-unreadable]: the archive "./rootfs.tar.gz" cannot be read
  main.stow:4:3
    4 |   from: rootfs("./rootfs.tar.gz")
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    There is nothing at that path.`,
  'context-unreadable': `error[context-unreadable]: the context "/srv/shop/ap" cannot be read
  main.stow:5:3
    5 |   context: "./ap"
      |   ^^^^^^^^^^^^^^^
    There is nothing at that path.`,
  'context-unsupported': `error[context-unsupported]: control is a named pipe
  main.stow:5:3
    5 |   context: "./app"
      |   ^^^^^^^^^^^^^^^^
    Only files, directories and symbolic links can be copied. List it in .dockerignore.`,
  'context-changed': `error[context-changed]: access.log was changed while it was read
  main.stow:5:3
    5 |   context: "./app"
      |   ^^^^^^^^^^^^^^^^
    Try again when nothing writes to the context.`,
  'ignore-invalid': `error[ignore-invalid]: .dockerignore: "logs/[a-" is no valid pattern: a class has no end
  main.stow:5:3
    5 |   context: "./app"
      |   ^^^^^^^^^^^^^^^^`,
  'copy-source-missing': `error[copy-source-missing]: the context holds no "sevrer.js"
  main.stow:6:11
    6 |   steps: [copy("sevrer.js", "/srv/")]
      |           ^^^^^^^^^^^^^^^^^^^^^^^^^^`,
  'copy-source-ignored': `error[copy-source-ignored]: the source "server.js" is left out by .dockerignore
  main.stow:6:11
    6 |   steps: [copy("server.js", "/srv/")]
      |           ^^^^^^^^^^^^^^^^^^^^^^^^^^
    Take it back in with a line that begins with "!", or do not copy it.`,
  'copy-source-outside': `error[copy-source-outside]: the source "../server.js" may lead out of the context
  main.stow:6:11
    6 |   steps: [copy("../server.js", "/srv/")]
      |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    Sources are paths inside the context. Make the context a directory further up.`,
  'copy-source-invalid': `error[copy-source-invalid]: "[a-" is no valid pattern: a class has no end
  main.stow:6:11
    6 |   steps: [copy("[a-", "/srv/")]
      |           ^^^^^^^^^^^^^^^^^^^^`,
  'copy-target-not-directory': `error[copy-target-not-directory]: 2 files match, but the target names a single file
  main.stow:6:11
    6 |   steps: [copy("*.js", "/srv")]
      |           ^^^^^^^^^^^^^^^^^^^^
    Write the target as "/srv/" to copy them into a directory.`,
  'copy-clash': `error[copy-clash]: a/server.js and b/server.js would both be /srv/server.js
  main.stow:6:11
    6 |   steps: [copy("*/server.js", "/srv/")]
      |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    Copy them by steps of their own, or give them different targets.`,
} as const;
