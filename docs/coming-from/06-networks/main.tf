resource "docker_network" "front" {
  name = "split-front"
}

resource "docker_network" "back" {
  name     = "split-back"
  internal = true

  ipam_config {
    subnet = "10.89.7.0/24"
  }
}

resource "docker_container" "proxy" {
  name  = "split-proxy"
  image = "registry.example.org/proxy:3"

  networks_advanced {
    name    = docker_network.front.name
    aliases = ["proxy"]
  }

  networks_advanced {
    name         = docker_network.back.name
    ipv4_address = "10.89.7.11"
    aliases      = ["proxy"]
  }
}

resource "docker_container" "store" {
  name  = "split-store"
  image = "registry.example.org/store:8"

  networks_advanced {
    name         = docker_network.back.name
    ipv4_address = "10.89.7.10"
    aliases      = ["store", "cache"]
  }
}
