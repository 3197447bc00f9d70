-- Which organization made an account: whoever managed its members may know the way in. Null where a
-- site admin made it, or said that it is whom it names.
alter table users add column home_organization_id text
  constraint users_home_organization_id_fkey references organizations (id);
