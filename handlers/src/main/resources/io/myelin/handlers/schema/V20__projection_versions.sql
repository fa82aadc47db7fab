-- Which version of a projection the readers of its views see. The views ask this row, so that an update of it switches them
-- all at once.
create table if not exists projection_route (
    name        varchar(100) not null,
    active      varchar(100) not null,
    previous    varchar(100),
    switched_at timestamp with time zone,
    definition  varchar(64),
    primary key (name)
);

-- The versions there are, and the table behind each view. Nodes with another release may know fewer.
create table if not exists projection_version (
    name       varchar(100) not null,
    place      integer      not null,
    version    varchar(100) not null,
    table_names varchar(2000) not null,
    primary key (name, version)
);
