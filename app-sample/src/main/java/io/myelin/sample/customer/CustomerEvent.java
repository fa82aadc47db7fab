package io.myelin.sample.customer;

import io.myelin.core.EventName;

/** What happens to a customer. */
public sealed interface CustomerEvent {

    /** The shop's number of the customer. */
    String customerId();

    /**
     * A customer was registered.
     *
     * @param name first and last name
     * @param segment for instance {@code Consumer}
     */
    @EventName("customer-registered")
    record CustomerRegistered(String customerId, String name, String segment) implements CustomerEvent {}
}
