/** To be written. */
@NullMarked
package io.myelin.retry;

import org.jspecify.annotations.NullMarked;
