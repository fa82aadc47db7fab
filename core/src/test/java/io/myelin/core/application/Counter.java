package io.myelin.core.application;

import io.myelin.core.Aggregate;
import io.myelin.core.BusinessRejection;
import io.myelin.core.EventName;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Counts, and lets a test act as another writer while it does. */
final class Counter extends Aggregate {

    /** What happens while a command is handled, before its event is applied. */
    interface Meanwhile extends Runnable {}

    record Create(@TargetAggregateIdentifier String counter) {}

    /** Counts one up and returns the new count. */
    record Increment(@TargetAggregateIdentifier String counter) {}

    /** Creates the counter if it is missing, and counts one up. */
    record Ensure(@TargetAggregateIdentifier String counter) {}

    /** Counts one up and throws. */
    record Fail(@TargetAggregateIdentifier String counter) {}

    /** Tries {@link Fail} on the same counter, and lives with it. */
    record TryFail(@TargetAggregateIdentifier String counter) {}

    /** Creates the counter if it is missing, and then thinks better of it. */
    record Consider(@TargetAggregateIdentifier String counter) {}

    /** Is gone for ever after it. */
    record Delete(@TargetAggregateIdentifier String counter) {}

    /** Returns which object handled it. */
    record Which(@TargetAggregateIdentifier String counter) {}

    /** Is rejected before there is anything. */
    record CreateRejected(@TargetAggregateIdentifier String counter) {}

    /** Applies an event that nobody registered. */
    record ApplyUnregistered(@TargetAggregateIdentifier String counter) {}

    record Unregistered() {}

    @EventName("counter-created")
    record Created(String counter) {}

    @EventName("counter-incremented")
    record Incremented(String counter) {}

    @EventName("counter-deleted")
    record Deleted(String counter) {}

    private int count;

    Counter() {}

    @CommandHandler
    Counter(Create command) {
        apply(new Created(command.counter()));
    }

    @CommandHandler
    Counter(CreateRejected command) {
        throw new BusinessRejection("no-room", "There is no room for " + command.counter() + ".");
    }

    @CommandHandler
    int handle(Increment command, Meanwhile meanwhile) {
        meanwhile.run();
        apply(new Incremented(command.counter()));
        return count;
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    int handle(Ensure command, Meanwhile meanwhile) {
        meanwhile.run();
        if (version() < 0) {
            apply(new Created(command.counter()));
        }
        apply(new Incremented(command.counter()));
        return count;
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    int handle(Consider command) {
        return count;
    }

    @CommandHandler
    void handle(Delete command, Meanwhile meanwhile) {
        meanwhile.run();
        apply(new Deleted(command.counter()));
    }

    @CommandHandler
    void handle(Fail command) {
        apply(new Incremented(command.counter()));
        throw new BusinessRejection("failed", "As told.");
    }

    @CommandHandler
    void handle(TryFail command, CommandGateway gateway) {
        try {
            gateway.sendAndWait(new Fail(command.counter()));
        } catch (BusinessRejection e) {
            // As expected.
        }
    }

    @CommandHandler
    int handle(Which command) {
        return System.identityHashCode(this);
    }

    @CommandHandler
    void handle(ApplyUnregistered command) {
        apply(new Incremented(command.counter()));
        apply(new Unregistered());
    }

    @EventSourcingHandler
    void on(Created event) {
        identifiedBy(event.counter());
    }

    @EventSourcingHandler
    void on(Incremented event) {
        count++;
    }

    @EventSourcingHandler
    void on(Deleted event) {
        AggregateLifecycle.markDeleted();
    }
}
