/**
 * What a writer's process did and was told, one line each in a file of its own.
 *
 * <p>Enter at {@link HistoryFile}. An {@link Entry} is written before what it tells of goes on, with one write to the operating
 * system, so that {@code kill -9} loses none; a line that was cut short is the last and is ignored.
 */
@NullMarked
package io.myelin.chaos.history;

import org.jspecify.annotations.NullMarked;
