resource "docker_container" "vault" {
  name                  = "vault-vault"
  image                 = "registry.example.org/vault:1.20"
  user                  = "1000:1000"
  read_only             = true
  tmpfs                 = { "/tmp" = "size=16m" }
  memory                = 1024
  cpus                  = "1.5"
  security_opts         = ["no-new-privileges:true"]
  stop_timeout          = 30
  destroy_grace_seconds = 30

  capabilities {
    drop = ["ALL"]
    add  = ["NET_BIND_SERVICE"]
  }
}
