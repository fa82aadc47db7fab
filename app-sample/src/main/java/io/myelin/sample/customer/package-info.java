/**
 * Customers: who buys.
 *
 * <p>Enter at {@link Customer}, the aggregate. {@link RegisterCustomer} is what it is asked for, {@link CustomerEvent} is
 * what it answers with. What a customer bought is the orders' business.
 */
@NullMarked
package io.myelin.sample.customer;

import org.jspecify.annotations.NullMarked;
