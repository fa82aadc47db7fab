-- Which nodes run a projection, so that each can take its fair share of the segments.
create table if not exists projection_node (
    processor_name varchar(255) not null,
    node           varchar(255) not null,
    joined_at      timestamp with time zone not null,
    seen_at        timestamp with time zone not null,
    primary key (processor_name, node)
);
