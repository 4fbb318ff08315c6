resource "docker_container" "worker" {
  count = 3
  name  = "farm-worker-${count.index}"
  image = "registry.example.org/worker:2"

  ports {
    ip       = "127.0.0.1"
    external = 9000 + count.index
    internal = 80
  }
}
