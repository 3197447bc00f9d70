-- Runs and their checks. A row of `checks` is also the job that the queue works on: everything a
-- stale worker could say about it is fenced by `attempt`.

create table runs (
  id text collate "C" not null,
  organization_id text collate "C" not null,
  workspace_id text collate "C" not null,
  status text collate "C" not null,
  message text collate "C",
  source text collate "C" not null,
  commit_id text collate "C",
  branch text collate "C",
  is_dry boolean not null,
  is_destroy boolean not null,
  created_by text collate "C" not null,
  created_by_name text collate "C" not null,
  plan_digest text collate "C",
  plan_summary text collate "C",
  resource_count bigint,
  created_at text collate "C" not null,
  updated_at text collate "C" not null,
  constraint runs_pkey primary key (id),
  constraint runs_organization_id_fkey foreign key (organization_id) references organizations (id),
  constraint runs_workspace_id_fkey foreign key (workspace_id) references workspaces (id),
  constraint runs_created_by_fkey foreign key (created_by) references users (id),
  constraint runs_status_check
    check (status in ('pending', 'planning', 'checking', 'needs_decision', 'checked', 'confirmed', 'discarded', 'canceled', 'errored')),
  constraint runs_times_check check (
    length(created_at) = 27
    and length(updated_at) = 27
  )
);

create index runs_organization_id_created_at_idx on runs (organization_id, created_at, id);
create index runs_workspace_id_created_at_idx on runs (workspace_id, created_at, id);
create index runs_created_by_idx on runs (created_by);
-- A soft-failed check of a discarded run waits for nobody: runs say who waits.
create index runs_needs_decision_idx
  on runs (organization_id, created_at, id) where status = 'needs_decision';

-- Only a running check has a lease, and only one that is not settled has a deadline: the partial
-- indexes on them hold the live checks alone, however long the history grows.
create table checks (
  id text collate "C" not null,
  organization_id text collate "C" not null,
  workspace_id text collate "C" not null,
  run_id text collate "C" not null,
  stage text collate "C" not null,
  status text collate "C" not null,
  revision bigint not null,
  attempt bigint not null,
  lost_attempts bigint not null,
  lease_node text collate "C",
  lease_until text collate "C",
  not_before text collate "C",
  deadline_at text collate "C",
  idempotency_source text collate "C",
  idempotency_key text collate "C",
  plan_digest text collate "C",
  pinned text collate "C",
  policy_total bigint,
  passed bigint not null,
  advisory_failed bigint not null,
  soft_failed bigint not null,
  hard_failed bigint not null,
  errored bigint not null,
  engine text collate "C",
  error text collate "C",
  created_at text collate "C" not null,
  queued_at text collate "C",
  started_at text collate "C",
  finished_at text collate "C",
  constraint checks_pkey primary key (id),
  constraint checks_organization_id_fkey foreign key (organization_id)
    references organizations (id),
  constraint checks_workspace_id_fkey foreign key (workspace_id) references workspaces (id),
  constraint checks_run_id_fkey foreign key (run_id) references runs (id),
  constraint checks_run_id_stage_key unique (run_id, stage),
  constraint checks_stage_check check (stage in ('pre_plan', 'post_plan')),
  constraint checks_status_check
    check (status in ('pending', 'queued', 'running', 'passed', 'soft_failed', 'hard_failed', 'overridden', 'errored', 'canceled', 'unreachable')),
  constraint checks_lease_check
    check ((status = 'running') = (lease_until is not null) and (status = 'running') = (lease_node is not null)),
  constraint checks_deadline_check
    check ((status in ('pending', 'queued', 'running')) = (deadline_at is not null)),
  constraint checks_settled_check
    check ((status in ('pending', 'queued', 'running')) = (finished_at is null)),
  constraint checks_plan_check
    check (status not in ('queued', 'running') or (plan_digest is not null and pinned is not null and queued_at is not null)),
  constraint checks_idempotency_check
    check ((idempotency_source is null) = (idempotency_key is null)),
  constraint checks_times_check check (
    (lease_until is null or length(lease_until) = 27)
    and (not_before is null or length(not_before) = 27)
    and (deadline_at is null or length(deadline_at) = 27)
    and length(created_at) = 27
    and (queued_at is null or length(queued_at) = 27)
    and (started_at is null or length(started_at) = 27)
    and (finished_at is null or length(finished_at) = 27)
  )
) with (fillfactor = 80);

create unique index checks_organization_id_idempotency_source_idempotency_key_key
  on checks (organization_id, idempotency_source, idempotency_key)
  where idempotency_key is not null;
create index checks_queued_idx on checks (queued_at, id) where status = 'queued';
create index checks_lease_until_idx on checks (lease_until) where lease_until is not null;
create index checks_deadline_at_idx on checks (deadline_at) where deadline_at is not null;
create index checks_soft_failed_idx
  on checks (organization_id, finished_at, id) where status = 'soft_failed';
create index checks_organization_id_finished_at_idx on checks (organization_id, finished_at);
create index checks_workspace_id_idx on checks (workspace_id);

create table check_attempts (
  check_id text collate "C" not null,
  attempt bigint not null,
  node text collate "C" not null,
  started_at text collate "C" not null,
  ended_at text collate "C",
  outcome text collate "C",
  constraint check_attempts_pkey primary key (check_id, attempt),
  constraint check_attempts_check_id_fkey foreign key (check_id) references checks (id),
  constraint check_attempts_outcome_check
    check (outcome in ('answered', 'released', 'lost', 'expired', 'canceled')),
  constraint check_attempts_ended_check check ((ended_at is null) = (outcome is null)),
  constraint check_attempts_times_check check (
    length(started_at) = 27
    and (ended_at is null or length(ended_at) = 27)
  )
);

-- At most one live attempt.
create unique index check_attempts_check_id_key on check_attempts (check_id) where ended_at is null;

create table check_results (
  check_id text collate "C" not null,
  position bigint not null,
  policy_set_id text collate "C" not null,
  policy_set text collate "C" not null,
  policy text collate "C" not null,
  level text collate "C" not null,
  result text collate "C" not null,
  detail text collate "C" not null,
  constraint check_results_pkey primary key (check_id, position),
  constraint check_results_check_id_fkey foreign key (check_id) references checks (id),
  constraint check_results_level_check
    check (level in ('advisory', 'soft_mandatory', 'hard_mandatory')),
  constraint check_results_result_check
    check (result in ('passed', 'advisory_failed', 'soft_failed', 'hard_failed', 'errored'))
);

-- One row a check: a second verdict is impossible, not just unlikely.
create table check_verdicts (
  check_id text collate "C" not null,
  attempt bigint not null,
  verdict text collate "C" not null,
  digest text collate "C",
  created_at text collate "C" not null,
  constraint check_verdicts_pkey primary key (check_id),
  constraint check_verdicts_check_id_fkey foreign key (check_id) references checks (id),
  constraint check_verdicts_verdict_check
    check (verdict in ('passed', 'soft_failed', 'hard_failed', 'errored')),
  constraint check_verdicts_times_check check (
    length(created_at) = 27
  )
);

create table overrides (
  id text collate "C" not null,
  check_id text collate "C" not null,
  user_id text collate "C" not null,
  user_name text collate "C" not null,
  via text collate "C" not null,
  reason text collate "C",
  policies text collate "C" not null,
  created_at text collate "C" not null,
  constraint overrides_pkey primary key (id),
  constraint overrides_check_id_key unique (check_id),
  constraint overrides_check_id_fkey foreign key (check_id) references checks (id),
  constraint overrides_user_id_fkey foreign key (user_id) references users (id),
  constraint overrides_times_check check (
    length(created_at) = 27
  )
);

create index overrides_user_id_idx on overrides (user_id);
