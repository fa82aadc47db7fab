/** Tests of what the command prints and writes; what it measures is for the command to show. */
@NullMarked
package io.myelin.bench;

import org.jspecify.annotations.NullMarked;
