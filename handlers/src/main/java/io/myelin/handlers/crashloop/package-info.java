/**
 * Events that take the process with them: found after a few starts, and put aside as dead letters.
 *
 * <p>Enter at {@link io.myelin.handlers.crashloop.CrashLoop}, one per projection. What a process writes when it begins with a
 * segment ({@code StartTable}) tells the next one whether it died ({@code Start}). After some deaths near one event they are
 * handled one by one, each noted before, so that the next process knows which one it was. This package knows SQL, and neither
 * transactions of batches nor how events are retried.
 */
@NullMarked
package io.myelin.handlers.crashloop;

import org.jspecify.annotations.NullMarked;
