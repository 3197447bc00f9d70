-- Organizations, and the projects and workspaces in them. Everything else belongs to one.

create table organizations (
  id text not null,
  name text not null,
  email text,
  advisory_errors_block integer not null,
  empty_checks_error integer not null,
  wire_overrides_need_reason integer not null,
  four_eyes integer not null,
  created_at text not null,
  constraint organizations_pkey primary key (id),
  constraint organizations_name_key unique (name),
  constraint organizations_times_check check (
    length(created_at) = 27
  )
) strict;

create table projects (
  id text not null,
  organization_id text not null,
  name text not null,
  description text,
  created_at text not null,
  constraint projects_pkey primary key (id),
  constraint projects_organization_id_fkey foreign key (organization_id)
    references organizations (id),
  constraint projects_organization_id_name_key unique (organization_id, name),
  constraint projects_times_check check (
    length(created_at) = 27
  )
) strict;

create table workspaces (
  id text not null,
  organization_id text not null,
  project_id text not null,
  name text not null,
  description text,
  auto_apply integer not null,
  working_directory text,
  tags text not null,
  created_at text not null,
  updated_at text not null,
  constraint workspaces_pkey primary key (id),
  constraint workspaces_organization_id_fkey foreign key (organization_id)
    references organizations (id),
  constraint workspaces_project_id_fkey foreign key (project_id) references projects (id),
  constraint workspaces_organization_id_name_key unique (organization_id, name),
  constraint workspaces_times_check check (
    length(created_at) = 27
    and length(updated_at) = 27
  )
) strict;

create index workspaces_project_id_idx on workspaces (project_id);
