/** To be written. */
@NullMarked
package io.myelin.embeddedkafka;

import org.jspecify.annotations.NullMarked;
