/*
 * Examples for the diagnostics of preflight: what stands in a plan's way on the engine and its host.
 */
import { planned, type PlanningExample } from './planning-example.js';

const web = (attribute: string): string => `stack shop

network front { subnet: "10.89.7.0/24" }

container web {
  image: "registry.example.org/web:1"
  networks: [front]
  ${attribute}
}
`;

const fixed = (address: string): string => `stack shop

network front { subnet: "10.89.7.0/24" }

container web {
  image: "registry.example.org/web:1"
  networks: { front: { ipv4: "${address}" } }
}
`;

const front = (subnet: string): string => `stack shop

network front { subnet: "${subnet}" }
`;

const plain = `stack shop

container web { image: "registry.example.org/web:1" }
`;

const many = (attributes: string): string => `stack shop

container web {
  image: "registry.example.org/many:1"
  ${attributes}
}
`;

export const preflightExamples = {
  'port-taken': {
    wrong: planned(
      web('ports: [8080 -> 80]'),
      'A program of the host, which no container runs, listens on port 8080.',
    ),
    right: planned(web('ports: [8081 -> 80]')),
  },
  'mount-source-missing': {
    wrong: planned(
      web('mounts: ["/srv/contnet" -> "/www"]'),
      'The host has a directory `/srv/content`.',
    ),
    right: planned(web('mounts: ["/srv/content" -> "/www"]')),
  },
  'mount-source-unseen': {
    wrong: planned(web('mounts: ["/srv/content" -> "/www"]'), 'The engine is on another host.'),
    right: planned(web('configs: [{ content: "Hello\\n", target: "/www/index.html" }]')),
  },
  'volume-missing': {
    wrong: planned(web('mounts: [{ type: "volume", source: "contnet", target: "/www" }]')),
    right: planned(`${web('mounts: [content -> "/www"]')}\nvolume content {}\n`),
  },
  'network-missing': {
    wrong: planned(web('').replace('[front]', '[front, "bakc"]')),
    right: planned(`${web('').replace('[front]', '[front, back]')}\nnetwork back {}\n`),
  },
  'container-missing': {
    wrong: planned(web('pid: "container:vnp"')),
    right: planned(web('pid: "private"')),
  },
  'subnet-taken': {
    wrong: planned(front('10.89.7.0/24'), 'An interface of the host leads to that subnet.'),
    right: planned(front('10.89.8.0/24')),
  },
  'address-taken': {
    wrong: planned(
      fixed('10.89.7.10'),
      'The network has been applied, and a container that Stowage did not make has joined it.',
    ),
    right: planned(fixed('10.89.7.11')),
  },
  'platform-missing': {
    wrong: planned(
      many('platform: "linux/s390x"'),
      'The registry has the image for `linux/amd64` and `linux/arm64`.',
    ),
    right: planned(many('platform: "linux/amd64"')),
  },
  'foreign-platform': {
    wrong: planned(
      many('platform: "linux/arm64"'),
      'The host of the engine is for `linux/amd64`, and its kernel knows no interpreter for others.',
    ),
    right: planned(many('platform: "linux/amd64"')),
  },
  'disk-full': {
    wrong: planned(plain, 'Nothing more can be written where the engine keeps containers.'),
    right: planned('stack shop\n'),
  },
  'disk-nearly-full': {
    wrong: planned(plain, 'There are 300 MiB left where the engine keeps containers.'),
    right: planned('stack shop\n'),
  },
} as const satisfies Readonly<Record<string, PlanningExample>>;
