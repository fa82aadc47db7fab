/** Tests of {@code command}. */
@NullMarked
package io.myelin.core.command;

import org.jspecify.annotations.NullMarked;
