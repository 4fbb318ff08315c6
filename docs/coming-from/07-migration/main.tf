resource "docker_container" "db" {
  name  = "ledger-db"
  image = "registry.example.org/postgres:17"
  wait  = true

  healthcheck {
    test     = ["CMD", "pg_isready"]
    interval = "2s"
  }
}

resource "docker_container" "migrate" {
  name       = "ledger-migrate"
  image      = "registry.example.org/ledger:9"
  command    = ["bin/migrate", "up"]
  must_run   = false
  attach     = true
  depends_on = [docker_container.db]
}

resource "docker_container" "web" {
  name       = "ledger-web"
  image      = "registry.example.org/ledger:9"
  depends_on = [docker_container.migrate]
}
