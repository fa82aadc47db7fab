/** Tests of {@code application}. */
@NullMarked
package io.myelin.core.application;

import org.jspecify.annotations.NullMarked;
