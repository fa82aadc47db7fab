/**
 * The life of a writer's process: callers that append, load and follow, and write down what they did.
 *
 * <p>Enter at {@link WriterMain}. {@code Caller} decides by its own seed what to append, {@code Workload} what that may be. The store
 * is opened as an application's would be, with short time-outs and small groups, so that faults come through.
 */
@NullMarked
package io.myelin.chaos.writer;

import org.jspecify.annotations.NullMarked;
