-- The read models. Each statement may be run again: a start that was cut short is simply repeated.
-- Amounts have the four decimals of the events, and 15 digits before the point.

create table if not exists customer (
    customer_id varchar(255) primary key,
    name varchar(255) not null,
    segment varchar(255) not null
);

create table if not exists product (
    product_id varchar(255) primary key,
    category varchar(255) not null,
    sub_category varchar(255) not null
);

create table if not exists product_name (
    product_id varchar(255) not null,
    name varchar(255) not null,
    primary key (product_id, name)
);

create table if not exists shop_order (
    order_id varchar(255) primary key,
    customer_id varchar(255) not null,
    ordered_on date not null,
    city varchar(255) not null,
    state varchar(255) not null,
    postal_code varchar(255) not null,
    region varchar(255) not null,
    country varchar(255) not null,
    shipped_on date,
    ship_mode varchar(255)
);

create table if not exists shop_order_line (
    order_id varchar(255) not null,
    line_number integer not null,
    product_id varchar(255) not null,
    product_name varchar(255) not null,
    category varchar(255) not null,
    sub_category varchar(255) not null,
    quantity integer not null,
    sales decimal(19, 4) not null,
    discount decimal(19, 4) not null,
    profit decimal(19, 4) not null,
    primary key (order_id, line_number)
);

-- Running sums, one row for each value of each view. An event that were counted twice would show here.
create table if not exists sales_sum (
    view_name varchar(16) not null,
    view_value varchar(255) not null,
    orders bigint not null,
    line_count bigint not null,
    quantity bigint not null,
    sales decimal(23, 4) not null,
    profit decimal(23, 4) not null,
    primary key (view_name, view_value)
);
