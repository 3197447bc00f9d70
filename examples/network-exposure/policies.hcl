# What must not be reachable from the internet. Made for a set that is NOT overridable, so that
# `mandatory` means nobody lets it through; what can wait for the next change is advisory.

policy "no-open-admin-ports" {
  query             = "data.network_exposure.no_open_admin_ports.deny"
  enforcement_level = "mandatory"
  description       = "No administration or database port is open to the whole internet, IPv4 or IPv6"
}

policy "no-public-databases" {
  query             = "data.network_exposure.no_public_databases.deny"
  enforcement_level = "mandatory"
  description       = "Databases get no public address"
}

policy "no-public-buckets" {
  query             = "data.network_exposure.no_public_buckets.deny"
  enforcement_level = "mandatory"
  description       = "No bucket is readable or writable for everybody, by ACL or by policy"
}

policy "bucket-public-access-block" {
  query             = "data.network_exposure.bucket_public_access_block.deny"
  enforcement_level = "advisory"
  description       = "Every bucket has a public access block with all four switches on"
}

policy "tls-listeners" {
  query             = "data.network_exposure.tls_listeners.deny"
  enforcement_level = "advisory"
  description       = "Load balancers speak TLS 1.2 or newer, or redirect to it"
}

policy "known-ingress-sources" {
  query             = "data.network_exposure.known_ingress_sources.deny"
  enforcement_level = "advisory"
  description       = "Sources of ingress rules can be read in the plan, so that they can be checked"
}
