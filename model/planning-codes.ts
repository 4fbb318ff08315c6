/*
 * The diagnostics that planning can give, beside those of the language: what the files ask for and
 * the files on disk, or the engine, do not allow. A code never changes its meaning.
 */
import type { Severity } from './diagnostic.js';

export interface DiagnosticDescription {
  readonly severity: Severity;
  readonly title: string;
  /** Why it is one, and what to do about it; whole sentences in Markdown. */
  readonly explanation: string;
}

const error = (title: string, explanation: string): DiagnosticDescription => ({
  severity: 'error',
  title,
  explanation,
});

const warning = (title: string, explanation: string): DiagnosticDescription => ({
  severity: 'warning',
  title,
  explanation,
});

export const planningCodes = {
  'stack-taken': error(
    'Another stack of the same name is on the engine',
    'What runs carries the stack’s name and another id than `stowage.lock` has. If it is the same stack, restore that file from the repository; if not, give this one another name.',
  ),
  'name-taken': error(
    'A name that the stack wants belongs to somebody else',
    'Stowage never changes what it has not made. Give the resource another `name`, or remove or rename the other object yourself.',
  ),
  protected: error(
    'A protected resource would be deleted or replaced',
    'Undo the change that forces it, or take `protect` away, apply, and then make the change.',
  ),
  'ignore-image': error(
    'An image is to ignore changes',
    'An image is what it is made from, and another content is another image. Let the containers on it ignore changes of `image` if they are to stay on an older one.',
  ),
  'name-fixed': error(
    'A network, or what is imported, would have to be renamed',
    'No engine renames them, and only a volume of the stack is copied to get another name. Where one is moved or imported, write the `name` that it has in the engine, so that it stays what it is; without the statement it would be made anew, and the old one removed.',
  ),
  'move-target-taken': error(
    'Two objects are to stand at one address',
    'Something stands already where a `moved` statement puts another. Move that one away too, or take it out of the files and apply before the move.',
  ),
  'in-use-by-others': error(
    'Something would be made anew that a container of others uses',
    'To make it anew under its name it has to be removed first, which would break a container that is not, or no longer, the stack’s. Remove that container yourself, or give the resource another `name`.',
  ),
  'unsupported-attribute': error(
    'The engine cannot do what an attribute asks for',
    'Not every engine, and not every version of one, can do all that can be written; the [table of engines](../reference/engines.md) says which can what. Leave the attribute out, use another engine, or a newer version of it.',
  ),
  'never-healthy': error(
    'A container is waited for that nothing checks',
    '`after: [db is healthy]` needs a health check of `db`: one that it declares, or that its image brings along, which is known only when planning. Declare `health`, or wait until it is `started`.',
  ),
  'start-first-impossible': error(
    'A container cannot come up beside its predecessor',
    'With `order: "start-first"` there are two of it for a while. They cannot both listen on one port of the host or have one fixed address, and what is made anew under its name has to be removed first. Write `order: "stop-first"`, or put something in front of the container.',
  ),
  'import-unwritten': error(
    'What is to be imported is not written',
    'An `import` takes an object in as a resource. Write the resource too, as it is to be; the plan shows what differs.',
  ),
  'import-missing': error(
    'What is to be imported is not on the engine',
    '`id` is the name of an object, its id, or at least twelve characters of that, on the engine that the stack is planned for.',
  ),
  'import-owned': error(
    'What is to be imported belongs to a stack',
    'If it is this stack, a `moved` statement is what changes its address. If it is another, let that one go of it first, by `removed { from: …, destroy: false }` and an apply.',
  ),
  'import-partial': warning(
    'What is imported has settings that no file can say',
    'It was made with more than a spec has words for, such as `--privileged`, a driver of a volume, or host networking. It stays as it is while it lives; what is made anew in its place is without. Make it anew by hand without them, or leave it out of the stack and write its name where it is used.',
  ),
  'import-unsupported': error(
    'Things of this kind cannot be imported',
    'An image is known by what it is made from, which one that was made elsewhere does not say. It is built anew; or a container names the one that the engine has.',
  ),
  'unknown-target': error(
    'What is chosen is not there',
    'An address stands for a resource of the files, or for something of the stack that engine or ledger have. `container.web` stands for all of its instances, `module.pg` for all of a module.',
  ),
  'nothing-chosen': error(
    'What is targeted is excluded',
    'What is excluded takes along what depends on it, or, when something is destroyed, what it depends on. Exclude less, or target something else.',
  ),
  'outside-part': error(
    'What is chosen cannot be changed without something else',
    'What is not chosen is left as it is, and the change would need it: it uses what has to be removed, or has the name that is wanted. Choose it too, or plan the whole stack.',
  ),
  'not-replaceable': error(
    'What is to be replaced cannot be',
    '`--replace` makes a container, network or volume of the files anew, or all instances of one. An image that is built again from the same is the same; replace the containers on it.',
  ),
  'too-many-deletions': error(
    'Much of the stack would be deleted',
    'More than three resources, and more than half of what was applied, are no longer written, or are not in the generation that is gone back to; or nothing is. That is what a wrong directory, a checkout that was cut short or a module renamed without `moved` look like. `--allow-deletions N` allows N of them; `destroy` removes a whole stack.',
  ),
  'drift-unsaid': error(
    'Drift that cannot be recorded',
    '`--refresh-only` makes the ledger say what is there, in the words of a specification. A container that is paused, a limit smaller than any that can be written, a file that is gone from a container, or what an apply that was cut off has left, has no such words. Nothing is recorded. `stowage apply` makes it what the files say; `--exclude` leaves it out, and records the rest.',
  ),
  'ledger-lost': error(
    'The record of the last apply is lost',
    'A part of the stack cannot write a record of all of it, and a record of the part alone would take everything else for unwanted; nor does what is there say what it was made from. Apply the whole stack once.',
  ),
  'registry-failed': error(
    'It cannot be found out what the name of an image stands for',
    'The engine does not have the image, and its registry could not be asked: it does not answer, wants credentials, or answers with something that is no image for this engine. Nothing has been changed. `stowage login` notes credentials; with a pin in `stowage.lock` and the image on the engine no registry is asked.',
  ),
  'foreign-platform': warning(
    'Something is to run that is made for another platform than the engine’s',
    'Processors run programs of their own architecture. Others need an interpreter that the kernel of the engine’s host has been told of (binfmt_misc, such as that of QEMU); on a host that is elsewhere nobody can look whether it has one. Without it the container ends at once.',
  ),
  'platform-missing': error(
    'An image is not made for the platform that is asked for',
    'The message says for which platforms it is there. Write one of them, another image, or take `platform` out; an image that the engine has and that came from no registry has to be built for that platform.',
  ),
  'image-missing': error(
    'A container’s image is nowhere to be found',
    'It is no `image` of the stack, the engine does not have it, and neither has the registry that its name stands for. Is the tag written right? A repository that may only be seen with credentials looks the same.',
  ),
  'base-missing': error(
    'An image is to start from one that is neither in the stack nor on the engine',
    'Write an `image` of that name, or load it into the engine first.',
  ),
  'base-unreadable': error(
    'The archive or layout that an image starts from cannot be read',
    'The path is taken from the stack’s directory. The message says what the system, or the file, has against it.',
  ),
  'port-taken': error(
    'A port that is to be published is taken',
    'Something that the plan does not stop listens there. It is looked for before the first write, so that nothing is stopped for a plan that cannot finish. What belongs to the stack and lets go of the port in the same plan is not in the way.',
  ),
  'mount-source-missing': error(
    'A path of the host that is to be mounted is not there',
    'Some engines make such a directory, empty and owned by root, which hides the mistake. Make what is to be mounted, or correct the path.',
  ),
  'mount-source-unseen': warning(
    'Nobody has looked whether a path that is to be mounted is there',
    'The engine is on another host, which has no way to be looked at that changes nothing. Where the path is not there, the container fails, and the one before it comes back.',
  ),
  'volume-missing': error(
    'A volume that is to be mounted is not there',
    'It is named, and not declared in the stack. Docker would make it, empty, and of nobody.',
  ),
  'network-missing': error(
    'A network that a container is to join is not there',
    'It is named, and not declared in the stack.',
  ),
  'container-missing': error(
    'A container that another one is to share a namespace with is not there',
    'It is named as `container:NAME`, and not declared in the stack. Who shares can only be made once it is there.',
  ),
  'subnet-taken': error(
    'The subnet of a network is taken',
    'Another network of the engine, or an interface of the host, leads there. Without `subnet` the engine chooses one that is free.',
  ),
  'address-taken': error(
    'The fixed address of a container is taken',
    'A container that the plan does not stop has it. Write another, or take `ipv4` away, so that the engine chooses.',
  ),
  'disk-full': error(
    'There is no room where images and containers are kept',
    'Remove images that nothing uses, old logs, or whatever else fills the disk.',
  ),
  'disk-nearly-full': warning(
    'There is little room where images and containers are kept',
    'It is below 512 MiB. A build or a container that writes may find the disk full.',
  ),
  'mount-of-this-host': error(
    'A path of this machine is to be mounted on another host',
    'It is a path in the directory of the stack, and the engine, which is reached over a network, would look for it on its own host. What is a file goes there by content: write it into `configs`, or copy it into the image. A directory that is really there is written by its own path.',
  ),
  'content-not-compared': warning(
    'The content of a mount is not compared',
    'Files of the stack that a container mounts are compared by content, up to 64 MiB and 10,000 files a mount. What is more, or cannot be read, is left out: a change of it shows in no plan. Mount only what the container reads, or write `on_change: "ignore"` if it does not matter.',
  ),
  'signal-to-single-file': warning(
    'A program that gets a signal would read the old file',
    'A single file is mounted as what it was when the container started. Editors and Git put another file in its place, which the container does not see before it starts anew, so that a signal makes it read the old one again. Mount the directory, make it one of `configs`, or let `on_change` be `"restart"`.',
  ),
  'context-unreadable': error(
    'The directory that an image copies from cannot be read',
    '`context` is taken from the stack’s directory, and is that directory itself when left out.',
  ),
  'context-unsupported': error(
    'A copied file is neither a file, a directory nor a symbolic link',
    'Sockets, pipes and devices cannot be copied. List it in `.dockerignore`, or copy less.',
  ),
  'context-changed': error(
    'A file changed while it was read',
    'Try again when nothing writes to the context.',
  ),
  'ignore-invalid': error(
    'A pattern in `.dockerignore` cannot be understood',
    'Patterns are those of Docker: `*`, `?`, `**`, character classes, and `!` to take a file in again.',
  ),
  'copy-source-missing': error(
    'A copy step finds nothing',
    'Sources are paths or patterns inside the context; at least one file must be found for each.',
  ),
  'copy-source-ignored': error(
    'All that a copy step finds is left out by `.dockerignore`',
    'Take it in again with a line that begins with `!`, or copy something else.',
  ),
  'copy-source-outside': error(
    'A copy step leads out of the context',
    'Neither `..` nor a symbolic link may lead out. Choose a `context` that holds the file.',
  ),
  'copy-source-invalid': error(
    'The pattern of a copy step cannot be understood',
    'Patterns know `*`, `?`, `**` and character classes such as `[a-z]`.',
  ),
  'copy-target-not-directory': error(
    'Several files are to be copied to one file',
    'Let the target end in `/`, so that it is a directory.',
  ),
  'copy-clash': error(
    'Two sources of a copy step have the same target',
    'Copy them in steps of their own, or to different directories.',
  ),
} as const satisfies Readonly<Record<string, DiagnosticDescription>>;
