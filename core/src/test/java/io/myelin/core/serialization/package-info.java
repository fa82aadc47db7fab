/** Tests of {@code serialization}. */
@NullMarked
package io.myelin.core.serialization;

import org.jspecify.annotations.NullMarked;
