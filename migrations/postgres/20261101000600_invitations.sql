-- Invitations: a link by which someone who was made a member chooses a first password.

create table invitations (
  hash text collate "C" not null,
  user_id text collate "C" not null,
  created_at text collate "C" not null,
  expires_at text collate "C" not null,
  constraint invitations_pkey primary key (hash),
  constraint invitations_user_id_fkey foreign key (user_id) references users (id) on delete cascade,
  constraint invitations_times_check check (
    length(created_at) = 27
    and length(expires_at) = 27
  )
);

create index invitations_user_id_idx on invitations (user_id);
