-- Organizations share the workers: who has queued checks, and how many of whose run, is read by organization.
drop index checks_queued_idx;
create index checks_queued_idx
  on checks (organization_id, queued_at, id, not_before) where status = 'queued';
create index checks_running_idx on checks (organization_id, lease_node) where status = 'running';
