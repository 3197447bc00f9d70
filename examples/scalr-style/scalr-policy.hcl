# The same idea in Scalr's manifest: the label of a policy is the name of its file, and the level
# says by itself whether somebody may override it.
version = "v1"

policy "protect_data" {
  enabled           = true
  enforcement_level = "hard-mandatory"
}

policy "encryption_at_rest" {
  enabled           = true
  enforcement_level = "soft-mandatory"
}

policy "blast_radius" {
  enabled           = true
  enforcement_level = "advisory"
}
