-- How often a check was given back because something it needs could not serve: it ends.
alter table checks add column postponed bigint not null default 0;
