package io.myelin.store.kafka.account;

import io.myelin.core.Aggregate;
import io.myelin.core.EventName;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** A small domain for tests of the store under an application. */
public final class Account extends Aggregate {

    private long balance;

    Account() {}

    @CommandHandler
    Account(Open command) {
        apply(new Opened(command.account()));
    }

    @CommandHandler
    long handle(PayIn command) {
        apply(new PaidIn(id(), command.amount()));
        return balance;
    }

    @EventSourcingHandler
    void on(Opened event) {
        identifiedBy(event.account());
    }

    @EventSourcingHandler
    void on(PaidIn event) {
        balance += event.amount();
    }

    /** Opens an account. */
    public record Open(@TargetAggregateIdentifier String account) {}

    /** Pays money in. */
    public record PayIn(@TargetAggregateIdentifier String account, long amount) {}

    /** What can have happened to an account. */
    public sealed interface AccountEvent {}

    /** The first event. */
    @EventName("account-opened")
    public record Opened(String account) implements AccountEvent {}

    /** Money came in. */
    @EventName("paid-in")
    public record PaidIn(String account, long amount) implements AccountEvent {}
}
