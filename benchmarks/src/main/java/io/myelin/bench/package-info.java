/**
 * Measures the store beside the alternatives, both sides in one run on one machine.
 *
 * <p>Enter at {@link Bench}. A {@link Measurement} each compares one thing; {@link Load} drives callers and counts,
 * {@link Stage} holds the broker and what runs on it, {@link Report} prints the table and writes the results.
 */
@NullMarked
package io.myelin.bench;

import org.jspecify.annotations.NullMarked;
