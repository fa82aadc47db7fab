/**
 * The sample shop as a program: {@code ./demo}.
 *
 * <p>Enter at {@link Demo}, the command line. It opens the {@code DataDirectory} and hands over to {@code DemoRun}, which
 * starts the {@code Shop} (broker, event store, database, projections), lets it catch up, takes in the orders file, and
 * prints the {@code Summary}. {@code Progress} and {@code Screen} show how far it is.
 *
 * <p>The domain is in {@code customer}, {@code catalogue} and {@code order}; {@code intake} turns a file into commands,
 * {@code readmodel} turns events into tables. Neither of these knows this package.
 */
@NullMarked
package io.myelin.sample;

import org.jspecify.annotations.NullMarked;
