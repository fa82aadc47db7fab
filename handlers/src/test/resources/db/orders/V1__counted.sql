create table counted (id bigint generated always as identity, counter varchar(50), n bigint);
