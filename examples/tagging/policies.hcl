# Tags tell who pays for a resource, who is called at night and what may be deleted.
# Made for a set that is overridable: a missing tag is worth a conversation, not an outage.

policy "required-tags" {
  query             = "data.tagging.required_tags.deny"
  enforcement_level = "mandatory"
  description       = "Every taggable AWS resource carries Owner, CostCenter and Environment"
}

policy "environment-values" {
  query             = "data.tagging.environment_values.deny"
  enforcement_level = "mandatory"
  description       = "Environment is one of the names that the cost reports know"
}

policy "owner-and-cost-center" {
  query             = "data.tagging.owner_and_cost_center.deny"
  enforcement_level = "mandatory"
  description       = "Owner is a team address and CostCenter a number that accounting can book"
}

policy "resource-names" {
  query             = "data.tagging.resource_names.deny"
  enforcement_level = "mandatory"
  description       = "Names are lower case and can be read in a bill"
}

policy "tag-spelling" {
  query             = "data.tagging.tag_spelling.deny"
  enforcement_level = "advisory"
  description       = "No second spelling of a required tag, such as cost_center"
}
