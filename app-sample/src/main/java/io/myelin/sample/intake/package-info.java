/**
 * Taking in an orders file: from lines of text to commands.
 *
 * <p>Enter at {@link OrderFileReader}: it gives an {@link OrderFile} and names each {@link BrokenLine}. A plan holds what
 * the file has and the read models lack; {@link Intake} carries it out, many commands at once. Running it again is
 * harmless: what is there isn't asked for, and the aggregates would not do it twice.
 */
@NullMarked
package io.myelin.sample.intake;

import org.jspecify.annotations.NullMarked;
