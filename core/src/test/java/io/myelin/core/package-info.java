/** Tests of the domain's base types; {@code account} is the domain that all tests of this module use. */
@NullMarked
package io.myelin.core;

import org.jspecify.annotations.NullMarked;
