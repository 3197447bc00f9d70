# Ten policies of the kinds that people write: lists, tags, loops in loops, sums, patterns, documents in
# strings. What `cargo xtask bench engine` measures.

policy "instance_types" {
  query             = "data.tf.instance_types.deny"
  enforcement_level = "mandatory"
  description       = "Instance types are on the allow-list"
}

policy "required_tags" {
  query             = "data.tf.required_tags.deny"
  enforcement_level = "mandatory"
  description       = "Whatever can be tagged has the four tags"
}

policy "s3_public" {
  query             = "data.tf.s3_public.deny"
  enforcement_level = "mandatory"
  description       = "No bucket is public, by its ACL or for want of a block"
}

policy "sg_ingress" {
  query             = "data.tf.sg_ingress.deny"
  enforcement_level = "mandatory"
  description       = "No sensitive port is open to the world"
}

policy "cost_limit" {
  query             = "data.tf.cost_limit.deny"
  enforcement_level = "mandatory"
  description       = "What is created costs at most so much a month"
}

policy "naming" {
  query             = "data.tf.naming.deny"
  enforcement_level = "mandatory"
  description       = "Names fit their patterns"
}

policy "kms" {
  query             = "data.tf.kms.deny"
  enforcement_level = "mandatory"
  description       = "Everything that holds data is encrypted"
}

policy "providers" {
  query             = "data.tf.providers.deny"
  enforcement_level = "mandatory"
  description       = "Providers are approved, and not too old"
}

policy "blast_radius" {
  query             = "data.tf.blast_radius.deny"
  enforcement_level = "mandatory"
  description       = "Not too much is deleted at once"
}

policy "iam_wildcard" {
  query             = "data.tf.iam_wildcard.deny"
  enforcement_level = "mandatory"
  description       = "No statement allows everything on everything"
}
