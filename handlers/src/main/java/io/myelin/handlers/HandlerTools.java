package io.myelin.handlers;

import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.handlers.effects.Inbox;
import io.myelin.handlers.effects.InboxLedger;
import io.myelin.handlers.effects.Outbox;
import io.myelin.handlers.effects.Outboxes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** What handlers of a projection may take as a parameter, besides the connection: laid out in the unit of work they run in. */
final class HandlerTools {

    private final String projection;
    private final JdbcTransactions transactions;
    private final InboxLedger inbox;
    private final Outboxes outboxes;

    HandlerTools(String projection, JdbcTransactions transactions, InboxLedger inbox, Outboxes outboxes) {
        this.projection = projection;
        this.transactions = transactions;
        this.inbox = inbox;
        this.outboxes = outboxes;
    }

    /**
     * Lays them out.
     *
     * @param stretch whose transaction has begun
     * @param oneByOne whether batched statements are executed behind each event
     */
    void layOut(UnitOfWork<? extends EventMessage<?>> stretch, boolean oneByOne) {
        Connection connection = transactions.connection();
        Map<String, Object> resources = stretch.resources();
        resources.put(keyOf(StatementBatch.class), new StatementBatch(connection, oneByOne));
        resources.put(keyOf(Inbox.class), new Inbox(inbox, connection, stretch));
        resources.put(keyOf(Outbox.class), new Outbox(projection, outboxes, connection, stretch));
    }

    /** Executes what the event's handlers left, if each event's has to be executed by itself. */
    static void endEvent(UnitOfWork<?> stretch) throws SQLException {
        StatementBatch batch = stretch.getResource(keyOf(StatementBatch.class));
        batch.endEvent();
    }

    /** Executes what the stretch's handlers left. */
    static void endStretch(UnitOfWork<?> stretch) throws SQLException {
        StatementBatch batch = stretch.getResource(keyOf(StatementBatch.class));
        batch.execute();
    }

    static String keyOf(Class<?> tool) {
        return tool.getName();
    }
}
