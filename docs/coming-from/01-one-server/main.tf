resource "docker_network" "default" {
  name = "site-default"
}

resource "docker_container" "web" {
  name    = "site-web"
  image   = "registry.example.org/nginx:1.29"
  restart = "unless-stopped"

  ports {
    ip       = "127.0.0.1"
    external = 8080
    internal = 80
  }

  networks_advanced {
    name    = docker_network.default.name
    aliases = ["web"]
  }
}
