/* What hands make on engines for `import`, by the engines' own commands: all sorts of objects. */
import type { Daemon } from '../../providers/testing/index.js';
import type { Hand } from './import-scenario.js';

const commandOf =
  ({ command }: Daemon) =>
  async (line: string, ...rest: readonly string[]): Promise<void> => {
    await command(...line.split(' '), ...rest);
  };

/** What of `my.app-2` the commands of both take. */
const rich =
  'run -d --name my.app-2 -h host.name -l team=x -v files:/srv -v /anonymous --network back-net ' +
  '--ip 10.77.3.20 --network-alias two --restart on-failure:3 --memory 64m --cpus 0.5 ' +
  '--pids-limit 50 --health-cmd true --health-interval 2s --user 0:0 -w /srv --read-only ' +
  '--tmpfs /run:size=16m,mode=700 --cap-add KILL --cap-drop CHOWN --stop-signal SIGKILL ' +
  '--stop-timeout 3 --security-opt no-new-privileges';
const environment = ['-e', 'A=1 "x" ${y}', '-e', 'APP_TOKEN=sesame-open'];

export const makeOnDocker =
  (daemon: Daemon): Hand['make'] =>
  async (image, directory) => {
    const docker = commandOf(daemon);
    await docker('volume create --label team=x files');
    await docker('network create --internal --subnet 10.77.3.0/24 --gateway 10.77.3.9 back-net');
    await docker(rich, ...environment, '-v', `${directory}:/conf:ro`, image, 'sleep', '100');
    const brief = '--stop-timeout 1';
    await docker(`run -d ${brief} --name on-default ${image} sleep 100`);
    await docker(`run -d ${brief} --name nowhere --network none --entrypoint sleep ${image} 100`);
    await docker(
      `run -d ${brief} --name proj-api-1 -l com.docker.compose.project=proj ` +
        `-l com.docker.compose.service=api --network back-net --network-alias api ${image} sleep 100`,
    );
    await docker(`create ${brief} --name created ${image} sleep 100`);
    await docker(`run --name done ${image} true`);
    await docker(`run -d ${brief} --name on-host --network host ${image} sleep 100`);
    await docker(`run -d ${brief} -t --name terminal ${image} sleep 100`);
    await docker(
      'network create --ipv6 --subnet 10.77.4.0/24 --ip-range 10.77.4.128/25 --aux-address router=10.77.4.5 ' +
        '--subnet fd00:77::/64 -o com.docker.network.driver.mtu=1400 wide-net',
    );
    await docker('volume create -o type=tmpfs -o device=tmpfs -o o=noexec memory');
    await docker(
      `run -d ${brief} --name mounted --network wide-net --ip6 fd00:77::9 --link-local-ip 169.254.7.7 ` +
        '--mount type=volume,source=memory,target=/memory,volume-nocopy ' +
        '--mount type=bind,source=/usr,target=/host,readonly,bind-nonrecursive ' +
        '--mount type=tmpfs,destination=/fast,tmpfs-size=1m,tmpfs-mode=0700 --tmpfs /run:exec,size=1m ' +
        `-v ${directory}:/shared:ro,z ${image} sleep 100`,
    );
    await docker(`run -d --rm --name passing ${image} sleep 100`);
    await docker(`run -d --name guest --network container:nowhere ${image} sleep 100`);
    return ['passing'];
  };

/** Containers that are made and not started, by their options: what Podman tells of them, and what it keeps. */
const onPodman: Readonly<Record<string, string>> = {
  limited:
    '--ulimit nofile=100:200 --sysctl net.ipv4.ip_forward=1 --shm-size 1m --memory 64m --memory-reservation 32m ' +
    '--cpu-shares 512 --cpuset-cpus 0 --oom-score-adj 7 --device /dev/null:/dev/one:r --memory-swappiness 0',
  entitled:
    '--cap-drop ALL --cap-add KILL,CHOWN --group-add 9 --userns host --security-opt label=disable ' +
    '--security-opt seccomp=unconfined --user 7:8 --init -it --entrypoint ["sleep","7"]',
  privileged: '--privileged --restart unless-stopped --read-only --tmpfs /scratch:size=1m',
  sharing: '--pid host --ipc host --uts host --cgroupns host --network host --stop-signal SIGINT',
  connected:
    '--network wide-net:ip=10.77.4.9,ip6=fd00:77::9,mac=02:42:0a:62:01:4d,alias=other --network back-net ' +
    '--dns 10.0.0.7 --dns-search example.org --add-host a:10.0.0.8 -p 127.0.0.1:18080:80 -p 18081:81/udp -p 99',
  logging:
    '--log-driver k8s-file --log-opt max-size=1mb --no-healthcheck -v /mnt:/conf:rslave -v /usr:/host:ro,z',
  nowhere: '--network none',
  timely: '--tz UTC --umask 077 --annotation a.b=c -v files:/srv:noexec',
  passing: '--rm',
  mapped: '--uidmap 0:1000:5000',
  unmasked: '--security-opt unmask=ALL',
  short: '--timeout 100',
};

export const makeOnPodman =
  (daemon: Daemon): Hand['make'] =>
  async (image, directory) => {
    const podman = commandOf(daemon);
    await podman('volume create --label team=x files');
    await podman('network create --internal --subnet 10.77.3.0/24 --gateway 10.77.3.9 back-net');
    await podman(
      'network create --ipv6 --subnet 10.77.4.0/24 --subnet fd00:77::/64 -o mtu=1400 wide-net',
    );
    await podman(rich, ...environment, '-v', `${directory}:/conf:ro`, image, 'sleep', '100');
    for (const [name, options] of Object.entries(onPodman)) {
      await podman(`create --name ${name} ${options}`, image, 'sleep', '100');
    }
    return ['passing', 'mapped', 'unmasked', 'short'];
  };

/** What the file of these says, and what is told to be missing in it. */
export const saidOnPodman: readonly RegExp[] = [
  /sysctls: \{ "net\.ipv4\.ip_forward": "1" \}/,
  /ulimits: \{ nofile: \{ soft: 100, hard: 200 \} \}/,
  /devices: \[\{ host: "\/dev\/null", container: "\/dev\/one", permissions: "r" \}\]/,
  /memory_swappiness: 0/,
  /cap_add: \["CHOWN", "KILL"\]\n {2}cap_drop: \["ALL"\]/,
  /ipc: "host"\n {2}uts: "host"\n {2}cgroupns: "host"/,
  /ipv4: 10\.77\.4\.9,? *\n? *ipv6: "?fd00:77::9"?,? *\n? *mac: "02:42:0a:62:01:4d"/,
  /log: \{ driver: "k8s-file", options: \{ "max-size": "1mb" \} \}/,
];
export const toldOnPodman = ['annotation', 'tz', 'umask', 'volume'].map(
  (option) =>
    new RegExp(`container timely: no file can say \`--${option}\`, with which it was made`),
);

/** A project of Compose with most of what single hosts use of its specification. */
export const composeProject = (image: string): string => `name: proj
services:
  db:
    image: "${image}"
    environment: { A: "1", MODE: prod }
    volumes:
      - "data:/data"
      - "/mnt:/conf:ro"
      - "/anonymous"
      - { type: tmpfs, target: /fast, tmpfs: { size: 1048576, mode: 448 } }
    networks: { back: { aliases: [database], ipv4_address: 10.88.3.20 }, default: {} }
    healthcheck: { test: ["CMD", "true"], interval: 5s, retries: 2, start_period: 3s }
    deploy:
      resources: { limits: { cpus: "0.5", memory: 64M, pids: 50 }, reservations: { memory: 32M } }
      restart_policy: { condition: on-failure, max_attempts: 3 }
    ulimits: { nofile: { soft: 100, hard: 200 } }
    sysctls: { net.ipv4.ip_forward: "1" }
    stop_grace_period: 1s
    stop_signal: SIGKILL
  api:
    image: "${image}"
    command: ["sleep", "100"]
    entrypoint: []
    depends_on: { db: { condition: service_started } }
    ports: ["127.0.0.1:18080:80", "18081-18082:81-82"]
    cap_add: [NET_ADMIN]
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    read_only: true
    tmpfs: [/run, "/tmp:size=1m,mode=700"]
    init: true
    user: "7:8"
    working_dir: /srv
    hostname: host
    domainname: example.org
    extra_hosts: ["a:10.0.0.8"]
    dns: [10.0.0.7]
    dns_search: [example.org]
    devices: ["/dev/null:/dev/one:r"]
    shm_size: 1m
    pid: host
    stop_grace_period: 0s
    restart: unless-stopped
    logging: { driver: json-file, options: { max-size: 1m } }
    configs: [{ source: app, target: /etc/app.conf }]
  scaled: { image: "${image}", scale: 2, stop_grace_period: 0s, network_mode: none }
  outside: { image: "${image}", network_mode: host, stop_grace_period: 0s, tty: true, stdin_open: true }
  sidecar: { image: "${image}", network_mode: "service:db", stop_grace_period: 0s }
volumes:
  data: { labels: { v: w } }
  named: { name: special.name }
networks:
  back:
    internal: true
    ipam: { config: [{ subnet: 10.88.3.0/24, gateway: 10.88.3.9 }] }
    driver_opts: { com.docker.network.driver.mtu: "1400" }
configs:
  app: { file: ./app.conf }
`;
