/** To be written. */
@NullMarked
package io.myelin.handlers;

import org.jspecify.annotations.NullMarked;
