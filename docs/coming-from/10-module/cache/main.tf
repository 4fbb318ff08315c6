variable "region" {
  type = string
}

resource "docker_container" "cache" {
  name   = "regions-cache-${var.region}"
  image  = "registry.example.org/cache:8"
  env    = ["REGION=${var.region}"]
  memory = 64
}

output "address" {
  value = "cache-${var.region}:6379"
}
