-- How far each segment of each projection has read; written in the transaction that writes what was read.
-- H2 and PostgreSQL both know bytea.
create table projection_token (
    processor_name varchar(255) not null,
    segment        integer      not null,
    token          bytea,
    token_type     varchar(255),
    stored_at      varchar(255),
    owner          varchar(255),
    primary key (processor_name, segment)
);
