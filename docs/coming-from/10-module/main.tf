module "cache" {
  for_each = toset(["eu", "us"])
  source   = "./cache"
  region   = each.key
}

resource "docker_container" "web" {
  name  = "regions-web"
  image = "registry.example.org/web:1"
  env   = ["CACHES=${join(",", [for key in ["eu", "us"] : module.cache[key].address])}"]
}
