package io.myelin.bench;

import io.myelin.core.Aggregate;
import io.myelin.core.EventName;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** The domain of the measurements: an account that takes deposits. */
class Account extends Aggregate {

    /** A note that brings an event's payload to about 256 bytes. */
    static final String NOTE = "x".repeat(200);

    private long cents;

    /**
     * Asks to add to an account, which begins with its first deposit.
     *
     * @param account its identifier
     * @param cents how much
     */
    record Deposit(@TargetAggregateIdentifier String account, long cents) {}

    /**
     * Something was added.
     *
     * @param account its identifier
     * @param cents how much
     * @param note fills the payload
     */
    @EventName("deposited")
    record Deposited(String account, long cents, String note) {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(Deposit command) {
        apply(new Deposited(command.account(), command.cents(), NOTE));
    }

    @EventSourcingHandler
    void on(Deposited event) {
        identifiedBy(event.account());
        cents += event.cents();
    }

    long cents() {
        return cents;
    }
}
