/*
 * What makes tools see differences where there are none, a row each. Every row is a part of one stack:
 * as it is first written, the same in other words, and something that does differ. Nothing of a row may
 * be planned after it was applied, nor when it is written in other words; and what differs is planned,
 * done, and then planned no more.
 */

export interface SpuriousRow {
  /** Begins the names of all its resources. */
  readonly key: string;
  /** What is not to make a difference. */
  readonly meaning: string;
  readonly text: string;
  /** The same in other words; the text itself where absent. */
  readonly rewritten?: string;
  /** What does differ from it. */
  readonly changed?: string;
  /** Engines that cannot do it. */
  readonly except?: readonly string[];
}

/** What the rows of a run are given: free ports of the host, and a subnet of their own. */
export interface Grounds {
  readonly port: number;
  /** The first three numbers. */
  readonly subnet: string;
}

/** A container that is made and not started, which shows what the engine makes of it. */
const still = (name: string, ...lines: readonly string[]): string =>
  `container ${name} {\n  image: base\n  state: "stopped"\n  networks: []\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;

/** One that runs, and ends at once when it is to. */
const running = (name: string, ...lines: readonly string[]): string =>
  `container ${name} {\n  image: base\n  command: ["sleep", "10000"]\n  stop_timeout: 0s\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;

/** A container in namespaces of another one. */
const inSpaces = (other: string, pid = other): string =>
  running('in_spaces_of', 'name: "in-spaces-of"', 'networks: []', 'ipc: "shareable"') +
  running('in_spaces', `network_mode: ${other}`, `ipc: ${other}`, `pid: ${pid}`);

export const spuriousRows = ({ port, subnet }: Grounds): readonly SpuriousRow[] => [
  {
    key: 'settings_of_image',
    meaning:
      'what the image says where the file is silent: command, entrypoint, variables, labels, user, directory, signal, check, ports, volumes',
    text: 'container settings_of_image { image: rich, networks: [], stop_timeout: 0s }\n',
    rewritten: `container settings_of_image {
  image: rich
  networks: []
  stop_timeout: 0s
  entrypoint: ["/bin/sh", "-c"]
  command: ["sleep 10000"]
  env: { FROM_IMAGE: "yes", PATH: "/bin" }
  labels: { tier: "image" }
  user: "0:0"
  workdir: "/srv"
  stop_signal: "SIGINT"
  health: { test: ["true"], interval: 1s, timeout: 2s, start_period: 3s, retries: 4 }
}
`,
    changed: `container settings_of_image {
  image: rich
  networks: []
  stop_timeout: 0s
  env: { FROM_IMAGE: "no" }
  workdir: "/"
}
`,
  },
  {
    key: 'check_turned_off',
    meaning: 'the check of an image that a container does without, and has again',
    text: 'container check_turned_off { image: rich, networks: [], stop_timeout: 0s, health: "none" }\n',
    rewritten:
      'container check_turned_off { image: rich, networks: [], stop_timeout: 0s, health: { test: [] } }\n',
    changed: 'container check_turned_off { image: rich, networks: [], stop_timeout: 0s }\n',
  },
  {
    key: 'check_of_build',
    meaning: 'the check of an image of the stack, written out at its container',
    text: `image check_of_build { from: rich, health: { test: "true", interval: 1s } }
container check_of_build { image: check_of_build, networks: [], stop_timeout: 0s }
`,
    rewritten: `image check_of_build { from: rich, health: { test: ["/bin/sh", "-c", "true"], interval: 1s } }
container check_of_build {
  image: check_of_build
  networks: []
  stop_timeout: 0s
  health: { test: "true", interval: 1s, retries: 3 }
}
`,
    changed: `image check_of_build { from: rich, health: "none" }
container check_of_build { image: check_of_build, networks: [], stop_timeout: 0s }
`,
  },
  {
    key: 'defaults_left_out',
    meaning: 'what the engine fills in by itself, written out later',
    text: running('defaults_left_out', 'networks: []'),
    rewritten: running(
      'defaults_left_out',
      'networks: []',
      'restart: "no"',
      'env: {}',
      'labels: {}',
      'mounts: []',
      'tmpfs: []',
      'ports: []',
      'workdir: "/"',
      'read_only: false',
      'cap_add: []',
      'cap_drop: []',
      'no_new_privileges: false',
      'seccomp: "default"',
      'stop_signal: "SIGTERM"',
      'init: false',
      'job: false',
      'state: "running"',
    ),
  },
  {
    key: 'defaults_written',
    meaning: 'a default that was written out, and is not any more',
    text: still('defaults_written', 'restart: "no"', 'read_only: false', 'stop_timeout: 10s'),
    rewritten: still('defaults_written'),
    changed: still('defaults_written', 'read_only: true', 'restart: "always"'),
  },
  {
    key: 'what_stands_still',
    meaning: 'ports, networks, names and addresses that a stopped container does not report',
    text: `network what_stands_still { subnet: ${subnet}.0/28 }
container what_stands_still {
  image: base
  state: "stopped"
  ports: [127.0.0.1:${port} -> 80]
  networks: { what_stands_still: { aliases: ["a", "b"], ipv4: "${subnet}.5" } }
}
`,
    rewritten: `network what_stands_still { subnet: ${subnet}.0/28 }
container what_stands_still {
  networks: { what_stands_still: { ipv4: "${subnet}.5", aliases: ["b", "a"] } }
  ports: [{ host_ip: "127.0.0.1", host: ${port}, container: 80, protocol: "tcp" }]
  state: "stopped"
  image: base
}
`,
  },
  {
    key: 'addresses',
    meaning: 'an address that is fixed, beside one that the engine has chosen',
    text: `network addresses { subnet: ${subnet}.16/28, ip_range: ${subnet}.24/29 }
${running('addresses_fixed', `networks: { addresses: { ipv4: "${subnet}.20" } }`)}${running('addresses_chosen', 'networks: [network.addresses]')}`,
    changed: `network addresses { subnet: ${subnet}.16/28, ip_range: ${subnet}.24/29 }
${running('addresses_fixed', `networks: { addresses: { ipv4: "${subnet}.21" } }`)}${running('addresses_chosen', 'networks: { addresses: { aliases: ["other"] } }')}`,
  },
  {
    key: 'gateways',
    meaning: 'the subnet and the gateway that the engine fills in',
    text: `network gateways_none {}
network gateways_subnet { subnet: ${subnet}.32/28 }
network gateways_both { subnet: ${subnet}.48/28, gateway: ${subnet}.62, internal: true }
${running('gateways', 'networks: [gateways_none, gateways_subnet, gateways_both]')}`,
  },
  {
    key: 'ports_of_two_sorts',
    meaning: 'one port for TCP and for UDP, on one interface or on all, in another order',
    text: running(
      'ports_of_two_sorts',
      `ports: [127.0.0.1:${port + 1} -> 80, { host_ip: "127.0.0.1", host: ${port + 1}, container: 80, protocol: "udp" }, ${port + 2} -> 81]`,
    ),
    rewritten: running(
      'ports_of_two_sorts',
      `ports: [{ host_ip: "0.0.0.0", host: ${port + 2}, container: 81 }, { host_ip: "127.0.0.1", host: ${port + 1}, container: 80, protocol: "udp" }, 127.0.0.1:${port + 1} -> 80]`,
    ),
    changed: running('ports_of_two_sorts', `ports: [127.0.0.1:${port + 1} -> 80]`),
  },
  {
    key: 'name_of_network',
    meaning: 'a network by its name, or with what is said of it',
    text: `network name_of_network {}\n${running('name_of_network', 'networks: [network.name_of_network]')}`,
    rewritten: `network name_of_network {}\n${running('name_of_network', 'networks: { name_of_network: { aliases: [] } }')}`,
  },
  {
    key: 'spelling',
    meaning: 'one number, size or time in another spelling',
    text: still(
      'spelling',
      'cpus: 0.5',
      'memory: 64MiB',
      'stop_timeout: 1m',
      'restart: on_failure(5)',
      'health: { test: ["true"], interval: 1m30s }',
      'tmpfs: { "/run": { size: 1MiB, mode: "0755" } }',
    ),
    rewritten: still(
      'spelling',
      'cpus: 0.50',
      'memory: 65536KiB',
      'stop_timeout: 60s',
      'restart: { policy: "on-failure", max_retries: 5 }',
      'health: { test: ["true"], interval: 90s }',
      'tmpfs: { "/run": { size: 1024KiB, mode: "0755" } }',
    ),
  },
  {
    key: 'half_a_block',
    meaning: 'a block of which only a part is written',
    text: `volume half_a_block {}
${still('half_a_block', 'health: { test: ["true"] }', 'tmpfs: ["/run"]', 'mounts: [volume.half_a_block -> "/data"]', 'restart: { policy: "on-failure" }')}`,
    rewritten: `volume half_a_block {}
${still(
  'half_a_block',
  'health: { test: ["true"], interval: 30s, timeout: 30s, retries: 3, start_period: 0s }',
  'tmpfs: { "/run": { mode: "1777" } }',
  'mounts: [{ type: "volume", source: volume.half_a_block, target: "/data", read_only: false }]',
  'restart: on_failure()',
)}`,
    changed: `volume half_a_block {}
${still('half_a_block', 'health: { test: ["false"] }', 'mounts: [volume.half_a_block -> "/data"]')}`,
  },
  {
    key: 'order',
    meaning: 'the order of what has none: capabilities, variables, labels, networks, mounts',
    text: `volume order_a {}
volume order_b {}
network order_a {}
network order_b {}
${running('order', 'cap_drop: ["CHOWN", "SETUID"]', 'cap_add: ["SYS_TIME", "NET_ADMIN"]', 'env: { A: "1", B: "2" }', 'labels: { a: "1", b: "2" }', 'networks: [network.order_a, network.order_b]', 'mounts: [volume.order_a -> "/a", volume.order_b -> "/b"]')}`,
    rewritten: `volume order_a {}
volume order_b {}
network order_a {}
network order_b {}
${running('order', 'cap_drop: ["SETUID", "CHOWN"]', 'cap_add: ["NET_ADMIN", "SYS_TIME"]', 'env: { B: "2", A: "1" }', 'labels: { b: "2", a: "1" }', 'networks: [network.order_b, network.order_a]', 'mounts: [volume.order_b -> "/b", volume.order_a -> "/a"]')}`,
  },
  {
    key: 'done',
    meaning: 'a job that has ended is not something that does not run',
    text: 'container done { image: base, command: ["true"], job: true, networks: [] }\n',
    changed: 'container done { image: base, command: ["echo", "done"], job: true, networks: [] }\n',
  },
  {
    key: 'signs',
    meaning: 'signs that shells, engines or templates might read',
    text: still(
      'signs',
      'env: { A: "$HOME \\"x\\" \'y\' \\\\", B: "a\\nb", C: "", D: "größer {{.}} %s `z`" }',
      'labels: { a: "$HOME \\"x\\"", b: "" }',
      'command: ["sh", "-c", "echo \'$A\' \\"$B\\""]',
    ),
  },
  {
    key: 'paths',
    meaning: 'a path that the engine writes in its own way',
    text: still('paths', 'workdir: "/srv/../srv/"', 'tmpfs: ["/run/x/"]'),
  },
  {
    key: 'secret_within',
    meaning: 'a value that was made from a secret',
    text: still('secret_within', 'env: { TOKEN: "t-${reveal(token)}" }'),
  },
  {
    key: 'taken_at_once',
    meaning: 'a change that the engine took and did not make',
    text: running(
      'taken_at_once',
      'networks: []',
      'memory: 64MiB',
      'cpus: 1',
      'pids: 50',
      'restart: "always"',
      'init: false',
    ),
    changed: running(
      'taken_at_once',
      'networks: []',
      'memory: 32MiB',
      'cpus: 0.5',
      'pids: 60',
      'restart: on_failure(3)',
      'health: { test: ["true"], interval: 1s }',
      'init: true',
    ),
  },
  {
    key: 'limits_gone',
    meaning: 'a limit that is taken away',
    text: still('limits_gone', 'memory: 64MiB', 'cpus: 1', 'pids: 50'),
    changed: still('limits_gone'),
  },
  {
    key: 'named_defaults',
    meaning: 'defaults of networks and volumes, written out later',
    text: `network named_defaults { subnet: ${subnet}.64/28 }
volume named_defaults {}
${still('named_defaults', 'mounts: [volume.named_defaults -> "/data"]')}`,
    rewritten: `network named_defaults {
  subnet: ${subnet}.64/28
  gateway: ${subnet}.65
  ip_range: ${subnet}.64/28
  driver: "bridge"
  ipv6: false
  internal: false
}
volume named_defaults { driver: "local" }
${still('named_defaults', 'mounts: [volume.named_defaults -> "/data"]')}`,
    changed: `network named_defaults { subnet: ${subnet}.64/28, ip_range: ${subnet}.72/29, mtu: 1400 }
volume named_defaults {}
${still('named_defaults', 'mounts: [volume.named_defaults -> "/data"]')}`,
  },
  {
    key: 'how_mounted',
    meaning: 'how something is mounted, with defaults written out, and options in another order',
    except: ['embedded'],
    text: `volume how_mounted {}
${still('how_mounted', 'mounts: [volume.how_mounted -> "/data", "/usr" -> "/host"]', 'tmpfs: { "/run": { options: ["exec", "nosuid"] } }')}`,
    rewritten: `volume how_mounted {}
${still(
  'how_mounted',
  'tmpfs: { "/run": { options: ["nosuid", "exec"] } }',
  'mounts: [{ source: "/usr", target: "/host", propagation: "private", recursive: "enabled" }, { source: volume.how_mounted, target: "/data", no_copy: false }]',
)}`,
    changed: `volume how_mounted {}
${still(
  'how_mounted',
  'mounts: [{ source: "/usr", target: "/host", propagation: "rslave" }, { source: volume.how_mounted, target: "/data", no_copy: true }]',
)}`,
  },
  {
    key: 'two_families',
    meaning: 'a subnet as one of several, and addresses of IPv6 in another spelling',
    except: ['embedded'],
    text: `network two_families { subnet: ${subnet}.80/28, ipam: [{ subnet: "fd00:36::/64" }] }
${running('two_families', 'networks: { two_families: { ipv6: "fd00:36::5" } }')}`,
    rewritten: `network two_families {
  ipv6: true
  ipam: [
    { subnet: "FD00:0036:0::/64", gateway: "fd00:36:0:0::1" },
    { subnet: "${subnet}.80/28" },
  ]
}
${running('two_families', 'networks: { two_families: { ipv6: "FD00:36:0:0::5", aliases: [] } }')}`,
    changed: `network two_families { subnet: ${subnet}.80/28, ipam: [{ subnet: "fd00:36::/64" }] }
${running('two_families', 'networks: { two_families: { ipv6: "fd00:36::6" } }')}`,
  },
  {
    key: 'in_spaces',
    meaning: 'namespaces of another container, which engines keep by its id, and in words',
    text: inSpaces('container.in_spaces_of'),
    rewritten: inSpaces('"container:in-spaces-of"'),
    changed: inSpaces('container.in_spaces_of', '"private"'),
  },
  {
    key: 'built',
    meaning: 'where and when the files were copied that an image is built from',
    text: `image built { from: base, context: "./files", steps: [copy(".", "/files/")] }
${still('built').replace('image: base', 'image: image.built')}`,
  },
];
