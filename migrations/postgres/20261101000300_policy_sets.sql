-- Policy sets, where they apply, and their policies: versions of a bundle, or policies that are
-- managed one by one.

-- newest_number is taken by `update … returning`, which locks the row on both engines, so two
-- uploads at once get two numbers. current_number is the version in force.
create table policy_sets (
  id text collate "C" not null,
  organization_id text collate "C" not null,
  name text collate "C" not null,
  description text collate "C",
  kind text collate "C" not null,
  overridable boolean not null,
  strict boolean not null,
  is_global boolean not null,
  newest_number bigint not null,
  current_number bigint,
  created_at text collate "C" not null,
  updated_at text collate "C" not null,
  constraint policy_sets_pkey primary key (id),
  constraint policy_sets_organization_id_fkey foreign key (organization_id)
    references organizations (id),
  constraint policy_sets_organization_id_name_key unique (organization_id, name),
  constraint policy_sets_kind_check check (kind in ('opa')),
  constraint policy_sets_current_number_check check (current_number between 1 and newest_number),
  constraint policy_sets_times_check check (
    length(created_at) = 27
    and length(updated_at) = 27
  )
);

create table policy_set_attachments (
  policy_set_id text collate "C" not null,
  workspace_id text collate "C",
  project_id text collate "C",
  excluded boolean not null,
  constraint policy_set_attachments_policy_set_id_fkey foreign key (policy_set_id)
    references policy_sets (id) on delete cascade,
  constraint policy_set_attachments_workspace_id_fkey foreign key (workspace_id)
    references workspaces (id) on delete cascade,
  constraint policy_set_attachments_project_id_fkey foreign key (project_id)
    references projects (id) on delete cascade,
  constraint policy_set_attachments_policy_set_id_workspace_id_excluded_key
    unique (policy_set_id, workspace_id, excluded),
  constraint policy_set_attachments_policy_set_id_project_id_excluded_key
    unique (policy_set_id, project_id, excluded),
  constraint policy_set_attachments_target_check
    check ((workspace_id is null) <> (project_id is null))
);

create index policy_set_attachments_workspace_id_idx on policy_set_attachments (workspace_id);
create index policy_set_attachments_project_id_idx on policy_set_attachments (project_id);

create table policy_set_versions (
  id text collate "C" not null,
  policy_set_id text collate "C" not null,
  number bigint not null,
  status text collate "C" not null,
  source text collate "C" not null,
  digest text collate "C",
  size bigint,
  shape text collate "C",
  problems text collate "C" not null,
  created_by text collate "C",
  created_by_name text collate "C" not null,
  created_at text collate "C" not null,
  ingested_at text collate "C",
  constraint policy_set_versions_pkey primary key (id),
  constraint policy_set_versions_policy_set_id_fkey foreign key (policy_set_id)
    references policy_sets (id) on delete cascade,
  constraint policy_set_versions_created_by_fkey foreign key (created_by) references users (id),
  constraint policy_set_versions_policy_set_id_number_key unique (policy_set_id, number),
  constraint policy_set_versions_number_check check (number >= 1),
  constraint policy_set_versions_status_check
    check (status in ('pending', 'ingressing', 'ready', 'errored')),
  constraint policy_set_versions_source_check check (source in ('api', 'ui', 'tfe_api')),
  constraint policy_set_versions_shape_check check (shape in ('tfe', 'scalr')),
  constraint policy_set_versions_ready_check
    check (status <> 'ready' or (digest is not null and shape is not null)),
  constraint policy_set_versions_times_check check (
    length(created_at) = 27
    and (ingested_at is null or length(ingested_at) = 27)
  )
);

create index policy_set_versions_created_by_idx on policy_set_versions (created_by);

create table version_policies (
  id text collate "C" not null,
  version_id text collate "C" not null,
  position bigint not null,
  name text collate "C" not null,
  description text collate "C",
  query text collate "C" not null,
  level text collate "C" not null,
  enabled boolean not null,
  file text collate "C",
  constraint version_policies_pkey primary key (id),
  constraint version_policies_version_id_fkey foreign key (version_id)
    references policy_set_versions (id) on delete cascade,
  constraint version_policies_version_id_position_key unique (version_id, position),
  constraint version_policies_level_check
    check (level in ('advisory', 'mandatory', 'soft_mandatory', 'hard_mandatory'))
);

create table policies (
  id text collate "C" not null,
  organization_id text collate "C" not null,
  name text collate "C" not null,
  description text collate "C",
  query text collate "C" not null,
  level text collate "C" not null,
  enabled boolean not null,
  file text collate "C",
  digest text collate "C",
  created_at text collate "C" not null,
  updated_at text collate "C" not null,
  constraint policies_pkey primary key (id),
  constraint policies_organization_id_fkey foreign key (organization_id)
    references organizations (id),
  constraint policies_organization_id_name_key unique (organization_id, name),
  constraint policies_level_check
    check (level in ('advisory', 'mandatory', 'soft_mandatory', 'hard_mandatory')),
  constraint policies_times_check check (
    length(created_at) = 27
    and length(updated_at) = 27
  )
);

create table policy_set_policies (
  policy_set_id text collate "C" not null,
  policy_id text collate "C" not null,
  constraint policy_set_policies_pkey primary key (policy_set_id, policy_id),
  constraint policy_set_policies_policy_set_id_fkey foreign key (policy_set_id)
    references policy_sets (id) on delete cascade,
  constraint policy_set_policies_policy_id_fkey foreign key (policy_id)
    references policies (id) on delete cascade
);

create index policy_set_policies_policy_id_idx on policy_set_policies (policy_id);
