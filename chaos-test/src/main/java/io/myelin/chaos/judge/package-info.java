/**
 * Decides whether what all processes did and were told is what the log says.
 *
 * <p>Enter at {@link Judge}. {@link ValidLog} is the validity rule as a property of the whole log, written apart from the
 * store's own readers, which are checked against it. Pure code: no Kafka, no clock, no files.
 */
@NullMarked
package io.myelin.chaos.judge;

import org.jspecify.annotations.NullMarked;
