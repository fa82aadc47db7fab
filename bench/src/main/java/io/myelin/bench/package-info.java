/** To be written. */
@NullMarked
package io.myelin.bench;

import org.jspecify.annotations.NullMarked;
