-- What became of a version's tests: in numbers, and one by one. `held` is why a ready version does not
-- come into force: its set requires its tests to pass.
alter table policy_sets add column require_tests boolean not null default false;
alter table policy_set_versions add column tests text;
alter table policy_set_versions add column test_report text;
alter table policy_set_versions add column held text;
