/**
 * Orders: placed with their lines, shipped, and sometimes completed by a line that came late.
 *
 * <p>Enter at {@link Order}, the aggregate. {@link PlaceOrder}, {@link AddOrderLines} and {@link ShipOrder} are what it
 * is asked for, {@link OrderEvent} is what it answers with. {@link OrderTotals} adds lines up. An order
 * remembers what it sold and to whom; it knows neither the catalogue nor the customers.
 */
@NullMarked
package io.myelin.sample.order;

import org.jspecify.annotations.NullMarked;
