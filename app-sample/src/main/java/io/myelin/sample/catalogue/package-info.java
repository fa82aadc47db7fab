/**
 * The catalogue: what the shop sells.
 *
 * <p>Enter at {@link Product}, the aggregate. {@link ListProduct} and {@link AddProductName} are what it is asked for,
 * {@link ProductEvent} is what it answers with. A product may go by several names; which one a buyer saw is remembered by
 * the order.
 */
@NullMarked
package io.myelin.sample.catalogue;

import org.jspecify.annotations.NullMarked;
