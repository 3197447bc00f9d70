-- The audit log, the outbox and what the installation remembers about itself.

-- No foreign keys: an entry outlives what it is about. An empty organization_id means the server.
create table audit (
  id text collate "C" not null,
  organization_id text collate "C" not null,
  actor text collate "C" not null,
  actor_id text collate "C",
  via text collate "C" not null,
  address text collate "C",
  action text collate "C" not null,
  subject_kind text collate "C" not null,
  subject_id text collate "C" not null,
  subject_name text collate "C" not null,
  detail text collate "C",
  request_id text collate "C",
  created_at text collate "C" not null,
  constraint audit_pkey primary key (id),
  constraint audit_times_check check (
    length(created_at) = 27
  )
);

create index audit_organization_id_created_at_idx on audit (organization_id, created_at, id);
create index audit_organization_id_subject_id_idx
  on audit (organization_id, subject_id, created_at, id);

create function audit_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log only grows'
    using errcode = 'integrity_constraint_violation', constraint = 'audit_append_only';
end
$$;

create trigger audit_append_only_update before update on audit
  for each row execute function audit_append_only();

create trigger audit_append_only_delete before delete on audit
  for each row execute function audit_append_only();

create trigger audit_append_only_truncate before truncate on audit
  for each statement execute function audit_append_only();

create table outbox (
  id bigint not null generated always as identity constraint outbox_pkey primary key,
  organization_id text collate "C",
  kind text collate "C" not null,
  subject_id text collate "C" not null,
  revision bigint,
  created_at text collate "C" not null,
  constraint outbox_times_check check (
    length(created_at) = 27
  )
);

create index outbox_created_at_idx on outbox (created_at);

create table settings (
  name text collate "C" not null,
  value text collate "C" not null,
  updated_at text collate "C" not null,
  constraint settings_pkey primary key (name),
  constraint settings_times_check check (
    length(updated_at) = 27
  )
);
