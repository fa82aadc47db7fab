-- Where each segment's work was begun by a process that has not given it up since: a row that another process left is a
-- process that died. So an event that takes the process with it is found, and put aside.
-- H2 commits the statement by itself, and a process may die before Flyway has noted it: hence "if not exists".
create table if not exists processor_start (
    processor_name varchar(255) not null,
    segment        integer      not null,
    process        varchar(50)  not null,   -- one life of a process, never seen again
    position       bigint       not null,   -- of the first event that it handled
    starts         integer      not null,   -- processes that began near there, one after the other, and died
    event_id       varchar(255),            -- handled now, if they are handled one by one
    started_at     timestamp with time zone not null,
    primary key (processor_name, segment)
);
