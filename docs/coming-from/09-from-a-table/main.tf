locals {
  services = {
    billing = { tag = "2", memory = 128 }
    search  = { tag = "5", memory = 512 }
  }
}

resource "docker_container" "service" {
  for_each        = local.services
  name            = "suite-${each.key}"
  image           = "registry.example.org/${each.key}:${each.value.tag}"
  memory          = each.value.memory
  restart         = "on-failure"
  max_retry_count = 3

  labels {
    label = "team"
    value = "core"
  }
}
