package io.myelin.handlers;

import io.myelin.handlers.effects.Inbox;
import io.myelin.handlers.effects.Outbox;
import io.myelin.handlers.effects.OutboxSettings;
import io.myelin.handlers.effects.Outboxes;
import io.myelin.retry.Backoff;
import io.myelin.testkit.SettableClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventHandler;

/** What CrashIT lets go wrong at every call: short stories, each of which can be told again from its beginning. */
final class CrashStories {

    /** Sequence b begins with an event that a story may not be able to handle. */
    private static final Counted BAD = new Counted("b", 0);

    private CrashStories() {}

    /** One run of a story: its events, its time, and the outside world, which all outlast the process. */
    abstract static class Story {
        final Shop shop = new Shop();
        final SettableClock clock = SettableClock.create();
        final List<String> outside = new ArrayList<>();
        boolean repaired;

        /** Tells it on a node; what has happened before, happens not again. */
        abstract void tell(SteppedProjection node) throws Exception;

        Object handler() {
            return new Failing(this);
        }

        int batchSize() {
            return 10;
        }

        long nanoTime() {
            return 0;
        }

        Outboxes outboxes() {
            return new Outboxes();
        }

        /** Which exceptions the handler throws at {@link #BAD}; none by default. */
        void fail() throws Exception {
            // A good event.
        }

        final SteppedProjection nodeOn(DataSource dataSource) {
            return new SteppedProjection(
                    dataSource,
                    new SteppedProjection.Setup(shop.store, handler(), batchSize(), clock, outboxes(), this::nanoTime));
        }

        final void pass(Duration time) {
            clock.advance(time);
        }
    }

    /** Fails at the bad event, after it has written, in the way of its story. */
    static class Failing extends CounterProjection {
        private final Story story;

        Failing(Story story) {
            this.story = story;
        }

        @Override
        void afterWriting(Counted event, Connection connection) throws Exception {
            if (event.equals(BAD) && !story.repaired) {
                story.fail();
            }
        }
    }

    static Map<String, Supplier<Story>> ofBatches() {
        Map<String, Supplier<Story>> stories = new LinkedHashMap<>();
        stories.put("a batch", () -> new Good(10, 0));
        stories.put("several batches", () -> new Good(2, 0));
        stories.put(
                "a batch that has no time and is split",
                () -> new Good(10, Duration.ofSeconds(2).toNanos()));
        stories.put("contention that is solved in place", Contention::new);
        stories.put("two segments", () -> new Segments(false));
        stories.put("a segment that is split", () -> new Segments(true));
        stories.put("batched statements", () -> new Batched(false));
        stories.put("batched statements of which one fails", () -> new Batched(true));
        return stories;
    }

    static Map<String, Supplier<Story>> ofFailures() {
        Map<String, Supplier<Story>> stories = new LinkedHashMap<>();
        stories.put("a failing event is parked", () -> new Parked(10, node -> {}));
        stories.put("followers of a parked event", () -> new Parked(2, node -> {}));
        stories.put("a retry that fails", () -> new Parked(10, node -> {}) {
            @Override
            void tell(SteppedProjection node) throws Exception {
                super.tell(node);
                node.retryRounds(1, this::pass);
            }
        });
        stories.put("a retry that succeeds and drains its followers", () -> new Recovering(10));
        stories.put("events that come while their sequence is drained", () -> new Recovering(2));
        stories.put("a dead letter", Dead::new);
        stories.put("a dead letter that is redriven", Redriven::new);
        stories.put("a dead letter that is skipped", Skipped::new);
        stories.put("a replay", Replayed::new);
        return stories;
    }

    static Map<String, Supplier<Story>> ofEffects() {
        Map<String, Supplier<Story>> stories = new LinkedHashMap<>();
        stories.put("calls by the inbox", InboxCalls::new);
        stories.put("messages by the outbox", () -> new OutboxMessages(false));
        stories.put("messages of which one is not sent at once", () -> new OutboxMessages(true));
        return stories;
    }

    /** Everything can be handled. */
    private static class Good extends Story {
        private final int batchSize;
        private final long nanosPerLook;
        private long nanos;

        Good(int batchSize, long nanosPerLook) {
            this.batchSize = batchSize;
            this.nanosPerLook = nanosPerLook;
            shop.countTimes(2, "a", "b");
        }

        @Override
        void tell(SteppedProjection node) throws Exception {
            node.run();
        }

        @Override
        int batchSize() {
            return batchSize;
        }

        @Override
        long nanoTime() {
            nanos += nanosPerLook;
            return nanos;
        }
    }

    private static final class Contention extends Good {
        private boolean met;

        Contention() {
            super(10, 0);
        }

        @Override
        void fail() throws Exception {
            if (!met) {
                met = true;
                throw new SQLException("somebody else was faster", "40001");
            }
        }
    }

    private static final class Segments extends Good {
        private final boolean later;

        Segments(boolean later) {
            super(10, 0);
            this.later = later;
            shop.count("c", "d");
        }

        @Override
        void tell(SteppedProjection node) throws Exception {
            if (later) {
                node.run(3);
                node.split();
            } else {
                var unused = node.segments(2);
            }
            node.run();
        }
    }

    /** Writes by batched statements; the bad event's is refused by the database. */
    private static final class Batched extends Good {
        private final boolean refused;

        Batched(boolean refused) {
            super(10, 0);
            this.refused = refused;
        }

        @Override
        Object handler() {
            return new Object() {
                @EventHandler
                @SuppressWarnings("UnusedMethod") // Axon calls it.
                void on(Counted event, StatementBatch batch) throws SQLException {
                    boolean tooLong = refused && event.equals(BAD);
                    batch.add(
                            "insert into counted (counter, n) values (?, ?)",
                            tooLong ? "x".repeat(51) : event.counter(),
                            event.n());
                }
            };
        }
    }

    private static class Parked extends Good {
        private final java.util.function.Consumer<SteppedProjection> after;

        Parked(int batchSize, java.util.function.Consumer<SteppedProjection> after) {
            super(batchSize, 0);
            this.after = after;
        }

        @Override
        void fail() throws Exception {
            throw new IllegalStateException("not now");
        }

        @Override
        void tell(SteppedProjection node) throws Exception {
            node.run();
            after.accept(node);
        }
    }

    /** The bad event can be handled after a while; with small batches some of its followers come after that. */
    private static final class Recovering extends Parked {
        Recovering(int batchSize) {
            super(batchSize, node -> {});
        }

        @Override
        void tell(SteppedProjection node) throws Exception {
            node.run(batchSize());
            repaired = true;
            node.retryRounds(1, this::pass);
            node.run();
            node.retryRounds(1, this::pass);
        }
    }

    private static class Dead extends Good {
        Dead() {
            super(10, 0);
        }

        @Override
        void fail() throws Exception {
            throw new IllegalArgumentException("never");
        }
    }

    private static final class Redriven extends Dead {
        @Override
        void tell(SteppedProjection node) throws Exception {
            node.run();
            repaired = true;
            node.retry().redrive().all(SteppedProjection.OPERATOR);
            node.retryRounds(1, this::pass);
        }
    }

    private static final class Skipped extends Dead {
        @Override
        void tell(SteppedProjection node) throws Exception {
            node.run();
            if (!repaired) {
                // Told by the letter, for an operator looks before he skips.
                Long head = headOf(node);
                if (head != null && head == 0) {
                    node.retry().redrive().skipHead("b", SteppedProjection.OPERATOR);
                }
            }
            node.retryRounds(1, this::pass);
        }

        private static Long headOf(SteppedProjection node) {
            return node.transactions().fetchInTransaction(() -> {
                try (Statement select = node.transactions().connection().createStatement();
                        var rows =
                                select.executeQuery("select head_index from retry_sequence where sequence_id = 'b'")) {
                    return rows.next() ? (Long) rows.getLong(1) : null;
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    private static final class Replayed extends Parked {
        Replayed() {
            super(10, node -> {});
        }

        @Override
        void tell(SteppedProjection node) throws Exception {
            node.run();
            node.reset(() -> {
                try (Statement delete = node.transactions().connection().createStatement()) {
                    delete.executeUpdate("delete from counted");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            node.run();
        }
    }

    /** Each event is told to the outside world; the bad one fails behind its call. */
    private static final class InboxCalls extends Good {
        InboxCalls() {
            super(10, 0);
        }

        @Override
        void fail() throws Exception {
            throw new IllegalStateException("not now");
        }

        @Override
        Object handler() {
            return new Failing(this) {
                @EventHandler
                @SuppressWarnings("UnusedMethod") // Axon calls it.
                void on(Counted event, Connection connection, Inbox inbox) throws Exception {
                    inbox.once("tell", key -> outside.add(event.counter() + event.n()));
                    super.on(event, connection);
                }

                @Override
                void on(Counted event, Connection connection) {
                    // The one with an inbox does it.
                }
            };
        }

        @Override
        void tell(SteppedProjection node) throws Exception {
            node.run();
            repaired = true;
            node.retryRounds(1, this::pass);
        }
    }

    private static final class OutboxMessages extends Good {
        private boolean down;

        OutboxMessages(boolean down) {
            super(10, 0);
            this.down = down;
        }

        @Override
        Object handler() {
            return new Object() {
                @EventHandler
                @SuppressWarnings("UnusedMethod") // Axon calls it.
                void on(Counted event, Outbox outbox) throws SQLException {
                    outbox.send("mails", event.counter(), event.counter() + event.n());
                }
            };
        }

        @Override
        Outboxes outboxes() {
            Outboxes outboxes = new Outboxes();
            outboxes.add(
                    "mails",
                    message -> {
                        if (down && message.text().equals("b0")) {
                            down = false;
                            throw new IllegalStateException("not now");
                        }
                        outside.add(message.text());
                    },
                    new OutboxSettings(Backoff.DEFAULT, 100, Duration.ofDays(1)));
            return outboxes;
        }

        @Override
        void tell(SteppedProjection node) throws Exception {
            node.run();
            for (int round = 0; round < 3; round++) {
                var unused = node.setup().outboxes().relay("mails").runOnce();
                pass(Duration.ofMinutes(10));
            }
        }
    }
}
