/** A small domain for the tests: accounts that money is paid into and withdrawn from. */
@NullMarked
package io.myelin.core.account;

import org.jspecify.annotations.NullMarked;
