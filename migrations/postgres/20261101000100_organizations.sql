-- Organizations, and the projects and workspaces in them. Everything else belongs to one.

create table organizations (
  id text collate "C" not null,
  name text collate "C" not null,
  email text collate "C",
  advisory_errors_block boolean not null,
  empty_checks_error boolean not null,
  wire_overrides_need_reason boolean not null,
  four_eyes boolean not null,
  created_at text collate "C" not null,
  constraint organizations_pkey primary key (id),
  constraint organizations_name_key unique (name),
  constraint organizations_times_check check (
    length(created_at) = 27
  )
);

create table projects (
  id text collate "C" not null,
  organization_id text collate "C" not null,
  name text collate "C" not null,
  description text collate "C",
  created_at text collate "C" not null,
  constraint projects_pkey primary key (id),
  constraint projects_organization_id_fkey foreign key (organization_id)
    references organizations (id),
  constraint projects_organization_id_name_key unique (organization_id, name),
  constraint projects_times_check check (
    length(created_at) = 27
  )
);

create table workspaces (
  id text collate "C" not null,
  organization_id text collate "C" not null,
  project_id text collate "C" not null,
  name text collate "C" not null,
  description text collate "C",
  auto_apply boolean not null,
  working_directory text collate "C",
  tags text collate "C" not null,
  created_at text collate "C" not null,
  updated_at text collate "C" not null,
  constraint workspaces_pkey primary key (id),
  constraint workspaces_organization_id_fkey foreign key (organization_id)
    references organizations (id),
  constraint workspaces_project_id_fkey foreign key (project_id) references projects (id),
  constraint workspaces_organization_id_name_key unique (organization_id, name),
  constraint workspaces_times_check check (
    length(created_at) = 27
    and length(updated_at) = 27
  )
);

create index workspaces_project_id_idx on workspaces (project_id);
