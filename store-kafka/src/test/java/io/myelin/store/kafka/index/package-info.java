/** Tests of the index, and a small program that measures it. */
@NullMarked
package io.myelin.store.kafka.index;

import org.jspecify.annotations.NullMarked;
