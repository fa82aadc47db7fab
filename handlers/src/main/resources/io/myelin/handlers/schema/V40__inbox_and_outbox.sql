-- What the inbox remembers: a call to the outside world that succeeded, for each event and call. Rows outlast a replay.
create table if not exists handled_event (
    processing_group varchar(100) not null,
    event_id         varchar(255) not null,
    handler          varchar(100) not null,
    handled_at       timestamp with time zone not null,
    primary key (processing_group, event_id, handler)
);

-- One row per channel; whoever has it locked sends.
create table if not exists outbox_channel (
    channel varchar(100) not null primary key
);

create table if not exists outbox_message (
    id           bigint generated always as identity primary key,
    channel      varchar(100)  not null,
    message_id   varchar(400)  not null unique,
    message_key  varchar(255)  not null,
    payload      bytea         not null,
    created_at   timestamp with time zone not null,
    attempts     integer       not null,
    due_at       timestamp with time zone not null,
    sent_at      timestamp with time zone,
    last_failure varchar(1000)
);
create index if not exists outbox_waiting on outbox_message (channel, sent_at, id);
create index if not exists outbox_keys on outbox_message (channel, message_key, sent_at);
