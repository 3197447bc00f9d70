-- How many policies of a running check have an answer already.
alter table checks add column policy_done integer not null default 0;
