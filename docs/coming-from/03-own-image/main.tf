resource "docker_image" "api" {
  name = "api/api"

  build {
    context = "."
  }

  triggers = {
    files = sha1(join("", [for f in fileset(path.module, "{package*.json,src/**}") : filesha1(f)]))
  }
}

resource "docker_container" "api" {
  name  = "api-api"
  image = docker_image.api.image_id

  ports {
    ip       = "127.0.0.1"
    external = 3000
    internal = 3000
  }
}
