package io.myelin.sample.customer;

import io.myelin.core.Aggregate;
import io.myelin.core.BusinessRejection;
import io.myelin.sample.customer.CustomerEvent.CustomerRegistered;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** A customer of the shop. */
public class Customer extends Aggregate {

    private @Nullable CustomerRegistered registered;

    /** For Axon, which fills it from its events. */
    Customer() {}

    static String aggregateId(String customerId) {
        return "customer:" + customerId;
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RegisterCustomer command) {
        CustomerRegistered asked = new CustomerRegistered(command.customerId(), command.name(), command.segment());
        if (registered == null) {
            apply(asked);
        } else if (!registered.equals(asked)) {
            throw new BusinessRejection(
                    "customer-differs",
                    "Customer %s is registered already, otherwise. Found: %s. Asked: %s."
                            .formatted(command.customerId(), registered, asked));
        }
    }

    @EventSourcingHandler
    void on(CustomerRegistered event) {
        identifiedBy(aggregateId(event.customerId()));
        registered = event;
    }
}
