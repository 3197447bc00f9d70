# What a change may cost. Sizes are allowed by environment, read from the Environment tag; the
# estimate uses the price table in prices/data.json. Everything that a team may want to tune is
# in settings/data.json.

policy "instance-types" {
  query             = "data.cost_and_size.instance_types.deny"
  enforcement_level = "mandatory"
  description       = "EC2 instances use the types allowed in their environment"
}

policy "database-size" {
  query             = "data.cost_and_size.database_size.deny"
  enforcement_level = "mandatory"
  description       = "RDS classes and storage stay within the limits of their environment"
}

policy "volume-size" {
  query             = "data.cost_and_size.volume_size.deny"
  enforcement_level = "mandatory"
  description       = "EBS volumes stay within the limit of their environment"
}

policy "volume-type" {
  query             = "data.cost_and_size.volume_type.deny"
  enforcement_level = "advisory"
  description       = "EBS volumes use current types; gp3 is faster than gp2 and costs a fifth less"
}

policy "monthly-cost-notice" {
  query             = "data.cost_and_size.monthly_cost_notice.deny"
  enforcement_level = "advisory"
  description       = "Says so when a change makes the month noticeably dearer, or when a price is not known"
}

policy "monthly-cost-limit" {
  query             = "data.cost_and_size.monthly_cost_limit.deny"
  enforcement_level = "mandatory"
  description       = "The estimated month of a workspace stays within its budget"
}
