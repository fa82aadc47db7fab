/** To be written. */
@NullMarked
package io.myelin.testkit;

import org.jspecify.annotations.NullMarked;
