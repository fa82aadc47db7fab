package io.myelin.core;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.jspecify.annotations.Nullable;

/**
 * The base of an aggregate: it holds the identifier, applies events, and can be stored as JSON for snapshots.
 *
 * <p>A subclass needs a constructor without parameters (Axon rebuilds it from its events with it), command handlers
 * that decide and {@link #apply(Object) apply} events, and event sourcing handlers that change its fields and do
 * nothing else. The handler of the first event calls {@link #identifiedBy(String)}.
 *
 * <pre>{@code
 * public final class Account extends Aggregate {
 *     private BigDecimal balance = BigDecimal.ZERO;
 *
 *     Account() {}
 *
 *     @CommandHandler
 *     Account(OpenAccount command) {
 *         apply(new AccountOpened(command.account(), command.owner()));
 *     }
 *
 *     @CommandHandler
 *     void handle(Withdraw command) {
 *         if (balance.compareTo(command.amount()) < 0) {
 *             throw new BusinessRejection("insufficient-funds", "The account holds " + balance + ".");
 *         }
 *         apply(new MoneyWithdrawn(id(), command.amount()));
 *     }
 *
 *     @EventSourcingHandler
 *     void on(AccountOpened event) {
 *         identifiedBy(event.account());
 *     }
 * }
 * }</pre>
 *
 * <p>All fields that are neither static nor transient are the state: a snapshot stores them as JSON, and nothing
 * else. Not thread safe; Axon lets one command at a time at each aggregate.
 */
@JsonAutoDetect(
        fieldVisibility = Visibility.ANY,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE,
        setterVisibility = Visibility.NONE,
        creatorVisibility = Visibility.NONE)
public abstract class Aggregate {

    @AggregateIdentifier
    private @Nullable String id;

    /** Creates an aggregate without an identifier yet; only Axon and the subclass's own creation handlers do so. */
    protected Aggregate() {}

    /**
     * Returns the identifier, which is also the name of this aggregate's stream in the log.
     *
     * @throws IllegalStateException if no event has been applied yet; pass the command's identifier on until then
     */
    public final String id() {
        if (id == null) {
            throw new IllegalStateException(getClass().getSimpleName() + " has no identifier yet."
                    + " Its first event gives it one: use the command's until then,"
                    + " and call identifiedBy(...) in that event's @EventSourcingHandler.");
        }
        return id;
    }

    /**
     * Sets the identifier; to be called in the {@code @EventSourcingHandler} of the first event.
     *
     * @param id not blank, and the same for ever
     * @throws IllegalArgumentException if it is null or blank: its events could never be found again
     * @throws IllegalStateException if this aggregate has another identifier already
     */
    protected final void identifiedBy(@Nullable String id) {
        if (id == null || id.isBlank()) {
            throw new IllegalArgumentException("The identifier of " + getClass().getSimpleName() + " is "
                    + (id == null ? "null" : "blank ('" + id + "')")
                    + ". Its events would belong to no aggregate and could never be loaded again."
                    + " Send the command with an identifier, for example UUID.randomUUID().toString().");
        }
        if (this.id != null && !this.id.equals(id)) {
            throw new IllegalStateException(
                    getClass().getSimpleName() + " '" + this.id + "' was given a second identifier, '"
                            + id + "'. An aggregate keeps its identifier for ever:"
                            + " call identifiedBy(...) for the first event only.");
        }
        this.id = id;
    }

    /**
     * Returns the sequence number of this aggregate's newest event (from 0), or -1 before the first.
     *
     * @throws IllegalStateException if called outside of a handler
     */
    protected final long version() {
        Long version = AggregateLifecycle.getVersion();
        return version == null ? -1 : version;
    }

    /**
     * Applies an event: this aggregate's event sourcing handler sees it at once, everybody else once the unit of
     * work has committed.
     *
     * <p>Within a constructor the handler runs when the constructor has ended.
     *
     * @param event a record that was registered with the application
     */
    protected final void apply(Object event) {
        AggregateLifecycle.apply(event);
    }

    /**
     * Applies an event as {@link #apply(Object)} does, with metadata of its own beside the command's correlation data.
     *
     * @param metaData values that JSON can carry: text, numbers, booleans
     */
    protected final void apply(Object event, MetaData metaData) {
        AggregateLifecycle.apply(event, metaData);
    }

    /** Returns the class and the identifier. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + id + "]";
    }
}
