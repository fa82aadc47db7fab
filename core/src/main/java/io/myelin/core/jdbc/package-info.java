/**
 * The JDBC unit of work: what a unit of work of Axon writes to a database is committed or undone with it, on one
 * connection.
 *
 * <p>Enter at {@link io.myelin.core.jdbc.JdbcTransactions}, an Axon {@code TransactionManager} over a {@code
 * DataSource}. A message handler takes the transaction's connection as a parameter of type {@link
 * java.sql.Connection}; Axon's JDBC stores take it from {@link io.myelin.core.jdbc.JdbcTransactions#connectionProvider}.
 * {@link io.myelin.core.jdbc.Statements} puts a statement with its parameters into one line.
 * This package knows SQL connections, and neither tables nor dialects.
 */
@NullMarked
package io.myelin.core.jdbc;

import org.jspecify.annotations.NullMarked;
