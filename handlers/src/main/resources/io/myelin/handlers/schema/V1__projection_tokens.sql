-- How far each segment of each projection has read; written in the transaction that writes what was read.
-- H2 and PostgreSQL both know bytea. H2 commits the statement by itself, and a process may die before Flyway has noted it:
-- hence "if not exists".
create table if not exists projection_token (
    processor_name varchar(255) not null,
    segment        integer      not null,
    token          bytea,
    token_type     varchar(255),
    stored_at      varchar(255),
    owner          varchar(255),
    primary key (processor_name, segment)
);
