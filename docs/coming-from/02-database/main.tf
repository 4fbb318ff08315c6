variable "db_password" {
  type      = string
  sensitive = true
}

resource "docker_volume" "data" {
  name = "notes-data"

  lifecycle {
    prevent_destroy = true
  }
}

resource "docker_network" "default" {
  name = "notes-default"
}

resource "docker_container" "db" {
  name         = "notes-db"
  image        = "registry.example.org/postgres:17"
  env          = ["POSTGRES_PASSWORD_FILE=/run/secrets/db_password"]
  wait         = true
  wait_timeout = 60

  upload {
    content = var.db_password
    file    = "/run/secrets/db_password"
  }

  volumes {
    volume_name    = docker_volume.data.name
    container_path = "/var/lib/postgresql/data"
  }

  healthcheck {
    test     = ["CMD", "pg_isready", "-U", "postgres"]
    interval = "5s"
    retries  = 5
  }

  networks_advanced {
    name    = docker_network.default.name
    aliases = ["db"]
  }
}

resource "docker_container" "app" {
  name       = "notes-app"
  image      = "registry.example.org/notes:4"
  env = [
    "DATABASE_URL=postgres://postgres@db/notes",
    "DATABASE_PASSWORD_FILE=/run/secrets/db_password",
  ]
  depends_on = [docker_container.db]

  upload {
    content = var.db_password
    file    = "/run/secrets/db_password"
  }

  networks_advanced {
    name    = docker_network.default.name
    aliases = ["app"]
  }
}
