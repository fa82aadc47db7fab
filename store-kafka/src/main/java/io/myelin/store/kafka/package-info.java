/** To be written. */
@NullMarked
package io.myelin.store.kafka;

import org.jspecify.annotations.NullMarked;
