-- Users, what they may do where, and the two ways to prove who one is. Sessions and tokens hold the
-- SHA-256 of the whole secret, so a copy of this database opens nothing.

create table users (
  id text collate "C" not null,
  userid text collate "C" not null,
  name text collate "C" not null,
  email text collate "C",
  kind text collate "C" not null,
  password_hash text collate "C",
  is_site_admin boolean not null,
  created_at text collate "C" not null,
  constraint users_pkey primary key (id),
  constraint users_userid_key unique (userid),
  constraint users_kind_check check (kind in ('person', 'service')),
  constraint users_times_check check (
    length(created_at) = 27
  )
);

create index users_email_idx on users (lower(email));

create table roles (
  id text collate "C" not null,
  organization_id text collate "C" not null,
  name text collate "C" not null,
  is_builtin boolean not null,
  permissions text collate "C" not null,
  constraint roles_pkey primary key (id),
  constraint roles_organization_id_fkey foreign key (organization_id) references organizations (id),
  constraint roles_organization_id_name_key unique (organization_id, name)
);

create table memberships (
  id text collate "C" not null,
  organization_id text collate "C" not null,
  project_id text collate "C",
  user_id text collate "C" not null,
  role_id text collate "C" not null,
  created_at text collate "C" not null,
  constraint memberships_pkey primary key (id),
  constraint memberships_organization_id_fkey foreign key (organization_id)
    references organizations (id),
  constraint memberships_project_id_fkey foreign key (project_id)
    references projects (id) on delete cascade,
  constraint memberships_user_id_fkey foreign key (user_id) references users (id) on delete cascade,
  constraint memberships_role_id_fkey foreign key (role_id) references roles (id),
  constraint memberships_project_id_user_id_role_id_key unique (project_id, user_id, role_id),
  constraint memberships_times_check check (
    length(created_at) = 27
  )
);

create unique index memberships_organization_id_user_id_role_id_key
  on memberships (organization_id, user_id, role_id)
  where project_id is null;
create index memberships_organization_id_created_at_idx
  on memberships (organization_id, created_at, id);
create index memberships_user_id_idx on memberships (user_id);
create index memberships_role_id_idx on memberships (role_id);

create table sessions (
  id text collate "C" not null,
  hash text collate "C" not null,
  user_id text collate "C" not null,
  created_at text collate "C" not null,
  last_seen_at text collate "C" not null,
  expires_at text collate "C" not null,
  user_agent text collate "C",
  address text collate "C",
  constraint sessions_pkey primary key (id),
  constraint sessions_hash_key unique (hash),
  constraint sessions_user_id_fkey foreign key (user_id) references users (id) on delete cascade,
  constraint sessions_times_check check (
    length(created_at) = 27
    and length(last_seen_at) = 27
    and length(expires_at) = 27
  )
);

create index sessions_user_id_idx on sessions (user_id);
create index sessions_expires_at_idx on sessions (expires_at);

create table tokens (
  id text collate "C" not null,
  hash text collate "C" not null,
  user_id text collate "C" not null,
  name text collate "C" not null,
  hint text collate "C" not null,
  created_at text collate "C" not null,
  last_used_at text collate "C",
  expires_at text collate "C",
  constraint tokens_pkey primary key (id),
  constraint tokens_hash_key unique (hash),
  constraint tokens_user_id_fkey foreign key (user_id) references users (id) on delete cascade,
  constraint tokens_times_check check (
    length(created_at) = 27
    and (last_used_at is null or length(last_used_at) = 27)
    and (expires_at is null or length(expires_at) = 27)
  )
);

create index tokens_user_id_idx on tokens (user_id);
