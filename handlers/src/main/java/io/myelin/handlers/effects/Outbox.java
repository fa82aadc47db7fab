package io.myelin.handlers.effects;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.core.jdbc.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages for the outside world, which are sent when the handler's transaction is committed, and never if it is not.
 *
 * <p>A handler takes it as a parameter: {@code outbox.send("mails", event.customer(), text)}. What is sent, and that the event
 * was handled, is committed as one. A relay then sends each message at least once, with the same identifier each time, and
 * those of one key in their order. Events that are handled again in a replay send nothing.
 *
 * <p>For the handler's thread only, while it handles.
 */
public final class Outbox {

    /** H2's limit for such a column. */
    static final int PAYLOAD_BYTES_MAX = 1_000_000;

    private static final int KEY_LENGTH_MAX = 255;

    private final String projection;
    private final Outboxes outboxes;
    private final Connection connection;
    private final UnitOfWork<? extends EventMessage<?>> stretch;
    private @Nullable String lastEvent;
    private int sentOfEvent;

    /** Makes one for a unit of work whose message is the event in work; projections do. */
    public Outbox(
            String projection,
            Outboxes outboxes,
            Connection connection,
            UnitOfWork<? extends EventMessage<?>> stretch) {
        this.projection = projection;
        this.outboxes = outboxes;
        this.connection = connection;
        this.stretch = stretch;
    }

    /** Sends text, as UTF-8; see {@link #send(String, String, byte[])}. */
    public void send(String channel, String key, String text) throws SQLException {
        send(channel, key, text.getBytes(UTF_8));
    }

    /**
     * Leaves a message to be sent after the commit.
     *
     * @param channel that a sender was named for
     * @param key messages with the same one are sent in order, those of one sequence of events, 1 to {@value #KEY_LENGTH_MAX}
     *     characters
     * @param payload up to {@value #PAYLOAD_BYTES_MAX} bytes
     * @throws IllegalArgumentException if the channel has no sender, or a limit is passed
     * @throws io.myelin.retry.LineStoppedException if too much waits in the channel already; let it through
     * @throws SQLException if the database refused it; let it through
     */
    public void send(String channel, String key, byte[] payload) throws SQLException {
        EventMessage<?> event = stretch.getMessage();
        if (ReplayToken.isReplay(event)) {
            return;
        }
        OutboxRelay relay = outboxes.requireRoom(channel);
        check(key, payload);
        Statements.update(
                connection,
                "insert into outbox_message (channel, message_id, message_key, payload, created_at, attempts, due_at)"
                        + " values (?, ?, ?, ?, ?, 0, ?)",
                channel,
                projection + "/" + event.getIdentifier() + "/" + numberOf(event),
                key,
                payload,
                relay.now(),
                relay.now());
        stretch.root().afterCommit(committed -> relay.wake());
    }

    /** Counts within the event, so that the identifier is the same whenever the event is handled again. */
    private int numberOf(EventMessage<?> event) {
        if (!event.getIdentifier().equals(lastEvent)) {
            lastEvent = event.getIdentifier();
            sentOfEvent = 0;
        }
        return sentOfEvent++;
    }

    private static void check(String key, byte[] payload) {
        if (key.isEmpty() || key.length() > KEY_LENGTH_MAX) {
            throw new IllegalArgumentException("A message's key must have 1 to " + KEY_LENGTH_MAX
                    + " characters, for messages are kept in order by it; this one has " + key.length() + ".");
        }
        if (payload.length > PAYLOAD_BYTES_MAX) {
            throw new IllegalArgumentException("A message may have up to " + PAYLOAD_BYTES_MAX + " bytes, this one has "
                    + payload.length + ". Store the large part elsewhere and send where it is.");
        }
    }
}
