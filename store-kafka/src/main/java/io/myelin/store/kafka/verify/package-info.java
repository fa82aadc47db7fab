/**
 * Reads a whole log as a file-system check does, and says what is wrong with it. Changes nothing.
 *
 * <p>Enter at {@link LogVerification}, which reads; the checks are plain: {@link GroupCheck} looks at groups, {@link EventCheck} at
 * events one by one, {@link RepeatCheck} at what only the whole log shows, and {@link IndexCheck} compares an index. What they
 * have to remember of every event goes into a {@link Spool} on disk, so that memory doesn't grow with the log. What they have against
 * it is collected in {@link Findings}; {@link FindingKind} says how bad each is.
 */
@NullMarked
package io.myelin.store.kafka.verify;

import org.jspecify.annotations.NullMarked;
