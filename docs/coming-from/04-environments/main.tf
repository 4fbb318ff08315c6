variable "release" {
  type = string
}

variable "stage" {
  type    = string
  default = "dev"

  validation {
    condition     = contains(["dev", "prod"], var.stage)
    error_message = "stage is dev or prod."
  }
}

variable "memory" {
  type    = number
  default = 256
}

resource "docker_container" "web" {
  name   = "portal-web"
  image  = "registry.example.org/portal:${var.release}"
  env    = ["STAGE=${var.stage}", "LOG_LEVEL=${var.stage == "dev" ? "debug" : "info"}"]
  memory = var.memory
}
