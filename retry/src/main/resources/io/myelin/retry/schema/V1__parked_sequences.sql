-- Parked sequences: a row in retry_sequence is a sequence whose events wait in retry_letter. No row: it flows.
-- One script for H2 and PostgreSQL; only ${bytes} differs.
-- H2 commits each statement by itself, and a process may die between two: hence "if not exists".

create table if not exists retry_sequence (
  processing_group varchar(100) not null,
  sequence_id varchar(255) not null,            -- canonical text; long ones as sha256:<hash>, see sequence_label
  sequence_label varchar(1024),                 -- the original of a hashed sequence_id
  state varchar(12) not null,                   -- RETRYING | DEAD
  dead_reason varchar(16),
  head_index bigint not null,                   -- the letter to deliver next
  tail_index bigint not null,                   -- the letter appended last
  attempts int not null,                        -- of the head letter, counted when it is leased
  redrives int not null default 0,
  due_at timestamp with time zone not null,
  parked_at timestamp with time zone not null,
  first_failed_at timestamp with time zone not null,  -- of the head letter; when it was leased, if it has not failed yet
  last_failed_at timestamp with time zone,
  last_category varchar(16),
  last_fingerprint varchar(16),
  lease_owner varchar(100),
  lease_until timestamp with time zone,
  fence bigint not null,                        -- starts at random, so that no earlier life of the row fits; +1 per lease
  primary key (processing_group, sequence_id)
);

create index if not exists retry_sequence_due on retry_sequence (processing_group, state, due_at);
create index if not exists retry_sequence_parked on retry_sequence (processing_group, state, parked_at, sequence_id);

create table if not exists retry_letter (
  processing_group varchar(100) not null,
  sequence_id varchar(255) not null,
  letter_index bigint not null,
  event_id varchar(255) not null,
  event_type varchar(1024) not null,
  revision varchar(255),
  aggregate_type varchar(1024),
  aggregate_id varchar(1024),
  aggregate_seq bigint,
  token_type varchar(1024),
  token ${bytes},
  event_time timestamp with time zone not null,
  parked_at timestamp with time zone not null,
  payload ${bytes} not null,
  metadata ${bytes} not null,
  primary key (processing_group, sequence_id, letter_index),
  constraint retry_letter_once unique (processing_group, event_id)
);

create table if not exists retry_attempt (
  processing_group varchar(100) not null,
  event_id varchar(255) not null,
  redrive int not null,
  attempt int not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  node varchar(100) not null,
  outcome varchar(16) not null,                 -- STARTED | FAILED | CRASHED
  category varchar(16),
  sql_state varchar(5),
  fingerprint varchar(16),
  exception_class varchar(255),
  message varchar(2000),
  stack_gz ${bytes},
  primary key (processing_group, event_id, redrive, attempt)
);

create table if not exists retry_audit (
  id bigint generated always as identity primary key,
  processing_group varchar(100) not null,
  acted_at timestamp with time zone not null,
  actor varchar(100) not null,
  action varchar(24) not null,                  -- REDRIVE | SKIP_HEAD | EVICT | RESET
  target varchar(400) not null,
  reason varchar(400) not null,
  detail varchar(2000) not null
);

create index if not exists retry_audit_acted on retry_audit (processing_group, acted_at);
