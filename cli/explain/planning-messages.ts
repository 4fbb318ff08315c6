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
    volume.data wants that name, and Stowage did not make it (id shop-data). Take it in by
    \`import { to: volume.data, id: "shop-data" }\`, give this one another \`name\`, or remove or
    rename the other yourself.`,
  protected: `error[protected]: volume.data is protected and would be replaced
  main.stow:5:3
    5 |   protect: true
      |   ^^^^^^^^^^^^^
    A change of labels.tier needs another. Undo the change, or take \`protect\` away first.`,
  'image-missing': `error[image-missing]: there is no image "registry.example.org/wbe:1"
  main.stow:4:3
    4 |   image: "registry.example.org/wbe:1"
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    It is no image of the stack, the engine does not have it, and the registry
    registry.example.org has no registry.example.org/wbe:1.`,
  'registry-failed': `error[registry-failed]: what "registry.example.org/private:1" stands for cannot be found out
  main.stow:4:3
    4 |   image: "registry.example.org/private:1"
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    The engine does not have it, and it was not possible to ask its registry: cannot read
    registry.example.org/private:1: the registry wants credentials. \`stowage login
    registry.example.org\` notes them.`,
  'base-missing': `error[base-missing]: there is no image "registry.example.org/bsae:1" to build on
  main.stow:4:3
    4 |   from: "registry.example.org/bsae:1"
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    It is no image of the stack, the engine does not have it, and the registry
    registry.example.org has no registry.example.org/bsae:1.`,
  'base-unreadable': `error[base-unreadable]: the archive "./rootfs.tar.gz" cannot be read
  main.stow:4:3
    4 |   from: rootfs("./rootfs.tar.gz")
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    There is nothing at that path.`,
  'name-fixed': `error[name-fixed]: network shop-front cannot be renamed to shop-edge
  main.stow:5:1
    5 | network edge {}
      | ^^^^^^^^^^^^^^^
    network.front moves to network.edge, whose name would be shop-edge, and no engine renames a
    network. Write \`name: "shop-front"\` in network.edge, so that it stays what it is.`,
  'move-target-taken': `error[move-target-taken]: container.old cannot move to container.web: something is there
  main.stow:3:1
    3 | moved { from: container.old, to: container.web }
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    container shop-old is to stand at container.web, where shop-web stands. Move that one away
    too, or take it out of the files and apply first.`,
  'in-use-by-others': `error[in-use-by-others]: network.front would be replaced, and is in use
  main.stow:3:1
    3 | network front { internal: true }
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    network shop-front has to be removed first, but container shop-user, which is not the
    stack’s, uses it. Let that container go, or give this resource another \`name\`.`,
  'unsupported-attribute': `error[unsupported-attribute]: a simulated engine cannot do \`runtime\` of container.web
  main.stow:5:3
    5 |   runtime: "kata"
      |   ^^^^^^^^^^^^^^^
    It knows one OCI runtime only. Leave the attribute out, or use another engine. Nothing has
    been changed.`,
  'never-healthy': `error[never-healthy]: container.db never becomes healthy: nothing checks it
  main.stow:7:11
    3 | container db { image: "registry.example.org/web:1" }
      | ---------------------------------------------------- container.db is written here
    .
    7 |   after: [db is healthy]
      |           ^^^^^^^^^^^^^
    Neither container.db nor its image has a health check. Give it one by \`health\`, or wait
    until it is \`started\`.`,
  'start-first-impossible': `error[start-first-impossible]: container.web cannot be replaced start-first
  main.stow:7:3
    7 |   lifecycle: { order: "start-first" }
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    For a while there would be two of it, and both would listen on port 8080/tcp of the host.
    Write \`order: "stop-first"\`, or let something in front of it have the port or address.`,
  'import-missing': `error[import-missing]: there is no volume shop-dta to import
  main.stow:3:1
    3 | import { to: volume.data, id: "shop-dta" }
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    The engine knows nothing by that name or id. Take the statement out to make it anew.`,
  'import-partial': `warning[import-partial]: volume nfs-data has what no file can say: driver nfs
  main.stow:3:1
    3 | import { to: volume.data, id: "nfs-data" }
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    It stays as it is while it lives. When volume.data is made anew, it is without.`,
  'import-owned': `error[import-owned]: volume depot-data belongs to another stack
  main.stow:3:1
    3 | import { to: volume.data, id: "depot-data" }
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    It belongs to stack depot. Let that stack go of it first, by \`removed { from: …, destroy:
    false }\`.`,
  'unknown-target': `error[unknown-target]: --target container.wbe stands for nothing
    The files have no such address, and neither engine nor ledger has one. Did you mean
    container.web?`,
  'nothing-chosen': `error[nothing-chosen]: nothing of what is targeted is left
    container.web cannot be planned without what is excluded. Exclude less, or target something
    else.`,
  'outside-part': `error[outside-part]: network.front would be replaced, and is in use
  main.stow:3:1
    3 | network front { internal: true }
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    network shop-front has to be removed first, but container.web, which is not chosen, uses it.
    Choose it too: --target 'container.web'.`,
  'too-many-deletions': `error[too-many-deletions]: 4 of 6 resources would be deleted
    volume.a, volume.b, volume.c, volume.d: no longer written. If they have another address now,
    \`moved\` says so and keeps them. To delete them: --allow-deletions 4.`,
  'not-replaceable': `error[not-replaceable]: image.page cannot be replaced
    An image is what it is made from: built again from the same it is the same, and there is
    nothing to replace. Replace the containers on it, or change what it is made from.`,
  'drift-unsaid': `error[drift-unsaid]: the drift of container.web cannot be recorded: it is paused
  main.stow:5:1
    5 | container web {
      | ^^^^^^^^^^^^^^^
    No specification can say what is there of container shop-web. \`stowage apply\` makes it what
    the files say; --exclude 'container.web' records all else.`,
  'ledger-lost': `error[ledger-lost]: the ledger is lost, and only a whole apply writes it anew
    The engine has objects of the stack and no record of what was applied last. Apply the whole
    stack once; after that a part can be chosen, and drift be accepted.`,
  'mount-of-this-host': `error[mount-of-this-host]: "./app.conf" is a path of this machine, and the engine is on another
  main.stow:6:12
    6 |   mounts: ["./app.conf" -> "/etc/app.conf"]
      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    container.web is to see it. Give it the file by content, with \`configs: [file(…) -> …]\`, or
    write the absolute path of what is on that host.`,
  'content-not-compared': `warning[content-not-compared]: the content of "./files" is not compared: it has more than 64 MiB
  main.stow:5:12
    5 |   mounts: [{ source: "./files", target: "/etc/app", read_only: true }]
      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    A change of it does nothing to container.web. Mount only what the container reads, or write
    \`on_change: "ignore"\`.`,
  'signal-to-single-file': `warning[signal-to-single-file]: container.web does not see another file in the place of "./app.conf" when it gets a signal
  main.stow:5:12
    5 |   mounts: [{ source: "./app.conf", target: "/etc/app", read_only: true }]
      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    Mount the directory, make the file one of \`configs\`, or write \`on_change: "restart"\`.`,
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
  'port-taken': `error[port-taken]: port 8080/tcp of the host is taken
  main.stow:8:11
    8 |   ports: [8080 -> 80]
      |           ^^^^^^^^^^
    container.web is to publish it, and nginx (process 812) listens there. Stop that one, or
    publish another port. Nothing has been changed.`,
  'mount-source-missing': `error[mount-source-missing]: "/srv/contnet" cannot be mounted: there is nothing at that path
  main.stow:8:12
    8 |   mounts: ["/srv/contnet" -> "/www"]
      |            ^^^^^^^^^^^^^^^^^^^^^^^^
    container.web is to see it. Make it, correct the path, or write \`create_host_path: true\`.
    Nothing has been changed.`,
  'mount-source-unseen': `warning[mount-source-unseen]: nobody has looked whether "/srv/content" is there
  main.stow:8:12
    8 |   mounts: ["/srv/content" -> "/www"]
      |            ^^^^^^^^^^^^^^^^^^^^^^^^
    container.web is to mount it from the host of the engine, which is another one and cannot be
    looked at. Where it is not there, that container fails, and the one before it comes back.`,
  'volume-missing': `error[volume-missing]: the engine has no volume "contnet"
  main.stow:8:12
    8 |   mounts: [{ type: "volume", source: "contnet", target: "/www" }]
      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    container.web is to use it, and the stack does not declare it. Make it, correct the name, or
    declare it as a \`volume\`. Nothing has been changed.`,
  'network-missing': `error[network-missing]: the engine has no network "bakc"
  main.stow:7:21
    7 |   networks: [front, "bakc"]
      |                     ^^^^^^
    container.web is to use it, and the stack does not declare it. Make it, correct the name, or
    declare it as a \`network\`. Nothing has been changed.`,
  'container-missing': `error[container-missing]: the engine has no container "vnp"
  main.stow:8:3
    8 |   pid: "container:vnp"
      |   ^^^^^^^^^^^^^^^^^^^^
    container.web is to share with it, and the stack does not declare it. Make it, correct the
    name, or declare it as a \`container\`. Nothing has been changed.`,
  'subnet-taken': `error[subnet-taken]: the subnet 10.89.7.0/24 is taken
  main.stow:3:17
    3 | network front { subnet: "10.89.7.0/24" }
      |                 ^^^^^^^^^^^^^^^^^^^^^^
    network.front is to have it, and it overlaps 10.89.7.0/24 of interface eth1. Write another,
    or none, so that the engine chooses.`,
  'address-taken': `error[address-taken]: the address 10.89.7.10 on network shop-front is taken
  main.stow:7:24
    7 |   networks: { front: { ipv4: "10.89.7.10" } }
      |                        ^^^^^^^^^^^^^^^^^^
    container.web is to have it, and container shop-user has it. Write another address, or stop
    that one.`,
  'platform-missing': `error[platform-missing]: there is no image "registry.example.org/many:1" for linux/s390x
  main.stow:5:3
    5 |   platform: "linux/s390x"
      |   ^^^^^^^^^^^^^^^^^^^^^^^
    The registry has it for linux/amd64, linux/arm64. Nothing has been changed.`,
  'foreign-platform': `warning[foreign-platform]: nothing is known to run programs for linux/arm64 on the engine’s host
  main.stow:5:3
    5 |   platform: "linux/arm64"
      |   ^^^^^^^^^^^^^^^^^^^^^^^
    container.web is for linux/arm64, and the engine is on linux/amd64. Without an interpreter
    that the kernel there knows (binfmt_misc) it ends at once with \`exec format error\`.`,
  'disk-full': `error[disk-full]: the disk that holds /var/lib/simulated is full
    Images and containers are kept there. Make room first. Nothing has been changed.`,
  'disk-nearly-full': `warning[disk-nearly-full]: the disk that holds /var/lib/simulated has 300MiB left
    Images and containers are kept there, and what they need is not known before.`,
} as const;
