"""Makes plans in the format of `terraform show -json` without a cloud account."""
