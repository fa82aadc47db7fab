package io.myelin.handlers.effects;

import io.myelin.core.jdbc.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Remembers, in the projection's transaction, which calls to the outside world were made for an event.
 *
 * <p>A handler takes it as a parameter: {@code inbox.once("receipt", key -> mail.send(key, receipt))}. A call that succeeded
 * is not made again: not when the event is handled again behind another one's failure, not in a replay. One gap is
 * left, and nobody can close it: if the process dies, or loses its segment, after the call and before the commit, the call is
 * made again, with the same key. So the promise is <em>at least once, with one key</em>; who is called and knows the key
 * makes it once.
 *
 * <p>For the handler's thread only, while it handles.
 */
public final class Inbox {

    private static final int NAME_LENGTH_MAX = 100;

    private final InboxLedger ledger;
    private final Connection connection;
    private final UnitOfWork<? extends EventMessage<?>> stretch;

    /** Makes one for a unit of work whose message is the event in work; projections do. */
    public Inbox(InboxLedger ledger, Connection connection, UnitOfWork<? extends EventMessage<?>> stretch) {
        this.ledger = ledger;
        this.connection = connection;
        this.stretch = stretch;
    }

    /** A call to the outside world. */
    @FunctionalInterface
    public interface Call {

        /**
         * Makes the call.
         *
         * @param idempotencyKey the same each time for this event and call, and no other's; hand it on
         */
        void make(String idempotencyKey) throws Exception;
    }

    /**
     * Makes the call, unless it has succeeded before for this event.
     *
     * @param name of the call among all that the projection makes for one event, 1 to {@value #NAME_LENGTH_MAX} characters,
     *     for good
     * @return whether it was made now
     * @throws Exception what the call threw; it counts as not made then, and the event as failed if the handler lets it through
     */
    public boolean once(String name, Call call) throws Exception {
        if (name.isBlank() || name.length() > NAME_LENGTH_MAX) {
            throw new IllegalArgumentException("A call's name must have 1 to " + NAME_LENGTH_MAX
                    + " characters, for it is stored with each event; '" + name + "' has " + name.length() + ".");
        }
        String event = stretch.getMessage().getIdentifier();
        if (isRemembered(event, name)) {
            ledger.skipped();
            return false;
        }
        String key = ledger.keyOf(event, name);
        boolean made = ledger.makeOnce(key, call);
        Statements.update(
                connection,
                "insert into handled_event (processing_group, event_id, handler, handled_at) values (?, ?, ?, ?)",
                ledger.projection(),
                event,
                name,
                ledger.now());
        stretch.root().afterCommit(committed -> ledger.forget(key));
        return made;
    }

    private boolean isRemembered(String event, String name) throws SQLException {
        return !Statements.query(
                        connection,
                        "select 1 from handled_event where processing_group = ? and event_id = ? and handler = ?",
                        row -> true,
                        ledger.projection(),
                        event,
                        name)
                .isEmpty();
    }
}
