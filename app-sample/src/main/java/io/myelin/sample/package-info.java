/** To be written. */
@NullMarked
package io.myelin.sample;

import org.jspecify.annotations.NullMarked;
