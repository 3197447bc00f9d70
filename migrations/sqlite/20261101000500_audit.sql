-- The audit log, the outbox and what the installation remembers about itself.

-- No foreign keys: an entry outlives what it is about. An empty organization_id means the server.
create table audit (
  id text not null,
  organization_id text not null,
  actor text not null,
  actor_id text,
  via text not null,
  address text,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  subject_name text not null,
  detail text,
  request_id text,
  created_at text not null,
  constraint audit_pkey primary key (id),
  constraint audit_times_check check (
    length(created_at) = 27
  )
) strict;

create index audit_organization_id_created_at_idx on audit (organization_id, created_at, id);
create index audit_organization_id_subject_id_idx
  on audit (organization_id, subject_id, created_at, id);

create trigger audit_append_only_update before update on audit
begin
  select raise(abort, 'audit_append_only');
end;

create trigger audit_append_only_delete before delete on audit
begin
  select raise(abort, 'audit_append_only');
end;

create table outbox (
  id integer not null constraint outbox_pkey primary key autoincrement,
  organization_id text,
  kind text not null,
  subject_id text not null,
  revision integer,
  created_at text not null,
  constraint outbox_times_check check (
    length(created_at) = 27
  )
) strict;

create index outbox_created_at_idx on outbox (created_at);

create table settings (
  name text not null,
  value text not null,
  updated_at text not null,
  constraint settings_pkey primary key (name),
  constraint settings_times_check check (
    length(updated_at) = 27
  )
) strict;
