-- How often a check was given back because something it needs could not serve: it ends.
alter table checks add column postponed integer not null default 0;
