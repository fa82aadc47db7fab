package io.myelin.handlers.crashloop;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.myelin.core.jdbc.JdbcTransactionException;
import io.myelin.retry.ProcessCrashedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the event with which process after process dies, for one projection.
 *
 * <p>Costs one short transaction when a segment is begun with, and nothing for an event unless two processes have died near the
 * same event. Safe for use by several threads, one per segment.
 */
public final class CrashLoop {

    /** The event that killed the others lies no further behind than that. */
    static final int CAREFUL_EVENTS = (int) Start.NEAR_EVENTS;

    private static final Logger log = LoggerFactory.getLogger(CrashLoop.class);

    private final String projection;
    private final DataSource dataSource;
    private final Clock clock;
    private final Counter found;
    private final StartTable table;

    /** This life of this process. */
    private final String process = UUID.randomUUID().toString();

    private final Map<Integer, Begun> segments = new ConcurrentHashMap<>();

    /** Makes one; {@code dataSource} is asked for a connection of its own now and then, beside those of batches. */
    public CrashLoop(String projection, DataSource dataSource, Clock clock, MeterRegistry meters) {
        this.projection = projection;
        this.dataSource = dataSource;
        this.clock = clock;
        this.table = new StartTable(projection);
        this.found = Counter.builder("retry.crashloop.parked")
                .description("Events that were put aside because processes died while they handled them")
                .tag("processor", projection)
                .register(meters);
    }

    /** A segment that this process is at work with. Belongs to the thread that handles its events. */
    private static final class Begun {
        private @Nullable String crashed;
        private int carefulFor;

        Begun(Start start) {
            crashed = start.eventId();
            carefulFor = start.isCareful() || crashed != null ? CAREFUL_EVENTS : 0;
        }
    }

    /** Something to be done with a connection. */
    @FunctionalInterface
    private interface Work {
        void run(Connection connection) throws SQLException;
    }

    /**
     * Notes that this process begins with the segment, unless it has already.
     *
     * @param position of the first event that it will handle
     * @throws JdbcTransactionException if the database refuses that; nothing may be handled then
     */
    public void begin(int segment, long position) {
        if (segments.containsKey(segment)) {
            return;
        }
        transact(connection -> {
            Start start = Start.after(table.find(connection, segment), process, position);
            table.write(connection, segment, start, clock.instant());
            report(segment, start);
            segments.put(segment, new Begun(start));
        });
    }

    private void report(int segment, Start start) {
        if (start.eventId() != null) {
            log.error(
                    "Processes died while they handled event {} in projection '{}'; it is put aside as a dead letter.",
                    start.eventId(),
                    projection);
        } else if (start.isCareful()) {
            log.warn(
                    "{} processes began with segment {} of projection '{}' near event {} and died. Events are handled one"
                            + " by one for a while, to find the one that does it.",
                    start.starts() - 1,
                    segment,
                    projection,
                    start.position());
        }
    }

    /** Returns whether events should be handled one by one, in a transaction each. */
    public boolean isCareful(int segment) {
        Begun begun = segments.get(segment);
        return begun != null && begun.carefulFor > 0;
    }

    /**
     * Called before an event is handed to its handlers.
     *
     * @throws ProcessCrashedException if it is the one with which a process died; its handlers must not be called
     */
    public void beforeHandling(int segment, String eventId) {
        Begun begun = segments.get(segment);
        if (begun == null || begun.carefulFor == 0) {
            return;
        }
        if (eventId.equals(begun.crashed)) {
            throw new ProcessCrashedException(
                    "Each process that handled event " + eventId + " in projection '" + projection
                            + "' died by it, so its handlers are not called again. Find out why (the process's last output, a crash"
                            + " report hs_err_pid*.log, the system's log), mend it, and redrive it.");
        }
        transact(connection -> table.note(connection, segment, eventId));
    }

    /** Called when events were handled and committed. */
    public void committed(int segment, int events) {
        Begun begun = segments.get(segment);
        if (begun == null || begun.carefulFor == 0) {
            return;
        }
        if (begun.crashed != null) {
            begun.crashed = null;
            found.increment();
        }
        begun.carefulFor = Math.max(0, begun.carefulFor - events);
        transact(connection -> table.note(connection, segment, null));
    }

    /** Called when this process gives the segment up, alive. */
    public void released(int segment) {
        if (segments.remove(segment) == null) {
            return;
        }
        try {
            transact(connection -> table.delete(connection, segment));
        } catch (JdbcTransactionException e) {
            log.debug(
                    "The start stays noted; the next process takes this one for dead, which makes it careful at most.",
                    e);
        }
    }

    private void transact(Work work) {
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                work.run(connection);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(autoCommit);
            }
            StartTable.sync(connection);
        } catch (SQLException e) {
            throw new JdbcTransactionException(
                    "Projection '" + projection + "' could not note where it begins, so it handles nothing for now: "
                            + e.getMessage(),
                    e);
        }
    }
}
