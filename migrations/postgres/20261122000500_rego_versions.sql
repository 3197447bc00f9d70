-- The Rego version that a set declares and that a version was uploaded under (null: each file says itself
-- which it is), and in which its files were read: JSON, numbers of files.
alter table policy_sets add column rego_version text
  constraint policy_sets_rego_version_check check (rego_version in ('v0', 'v1'));
alter table policy_set_versions add column rego_version text
  constraint policy_set_versions_rego_version_check check (rego_version in ('v0', 'v1'));
alter table policy_set_versions add column rego_files text;
