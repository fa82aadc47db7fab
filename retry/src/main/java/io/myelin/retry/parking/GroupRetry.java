package io.myelin.retry.parking;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.retry.Classifier;
import io.myelin.retry.RetryPolicy;
import io.myelin.retry.RetrySettings;
import io.myelin.retry.parking.Leases.LeaseTerms;
import io.myelin.retry.parking.ParkingLot.Tables;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.axonframework.common.AxonConfigurationException;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.jspecify.annotations.Nullable;

/**
 * Retry for one processing group.
 *
 * <p>The group's processor hands every event to {@link #handle} instead of to its handlers. An event that fails is
 * parked with those behind it in its sequence, in the transaction of the processor's own batch; all other sequences go
 * on. Events of one sequence take effect in order, each exactly once, as far as the effects are in that database. Safe
 * for use by several threads, one per segment.
 */
public final class GroupRetry {

    private final String processingGroup;
    private final JdbcTransactions transactions;
    private final EventDelivery delivery;
    private final Tries tries;
    private final ParkingLot lot;
    private final RetryWorker worker;
    private final Redrive redrive;
    private final ParkedSequences parkedSequences;
    private final Map<Segment, ParkedSet> parked = new ConcurrentHashMap<>();

    private GroupRetry(Builder builder) {
        this.processingGroup = builder.processingGroup();
        this.transactions = builder.transactions();
        this.delivery = builder.delivery();
        RetryMetrics metrics = new RetryMetrics(builder.meterRegistry, processingGroup);
        this.tries = new Tries(builder.policy(), new Gate(builder.clock, builder.random), builder.waiter, metrics);
        this.lot = new ParkingLot(
                Tables.of(processingGroup, builder.node),
                new LetterCodec(builder.serializer(), builder.upcasters),
                builder.limits,
                builder.clock,
                builder.random);
        Database database = new Database(transactions);
        Statistics statistics = new Statistics(processingGroup);
        metrics.show(statistics, builder.clock);
        Leases leases = new Leases(lot, tries.policy(), new LeaseTerms(builder.node, builder.leaseTime), metrics);
        this.worker = new RetryWorker(leases, new LetterDelivery(database, delivery, leases), tries, statistics);
        this.redrive = new Redrive(database, lot, metrics, worker::wake);
        this.parkedSequences = new ParkedSequences(database, lot.tables());
    }

    /** Returns a builder. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Delivers the event to the group's handlers, or parks it: because it failed, or because one before it in its
     * sequence is parked.
     *
     * <p>Called within the unit of work of the processor's batch, with a transaction open, for the segment's events in
     * their order. What is parked is written by {@link #finish}.
     *
     * @param sequenceIdentifier what the group's sequencing policy says; its text names the sequence for good
     * @throws io.myelin.retry.LineStoppedException if the batch must be rolled back and tried again later, whole
     * @throws IllegalArgumentException if the identifier's text would differ from one process to the next
     * @throws RetryStoreException if the database refuses to tell what is parked; roll back and try again later
     */
    public void handle(EventMessage<?> event, Object sequenceIdentifier, Segment segment) {
        batchOf(segment).handle(SequenceId.of(sequenceIdentifier), event);
    }

    /**
     * Writes what was put aside in this unit of work, the last thing before its commit; otherwise done when it prepares
     * that.
     *
     * <p>Delivers events of sequences that the retry worker has emptied in the meantime. A delivery that keeps savepoints
     * of its own open across events must release them after this call.
     *
     * @throws io.myelin.retry.LineStoppedException as {@link #handle}
     */
    public void finish(Segment segment) {
        BatchParking open = CurrentUnitOfWork.get().root().getResource(keyOf(segment));
        if (open != null) {
            open.flush(transactions.connection());
        }
    }

    /** Forgets what was known of the segment; whoever claims it next, here or elsewhere, asks the database. */
    public void segmentReleased(Segment segment) {
        parked.remove(segment);
    }

    /** Returns what takes the group's parked sequences up again; start it when the handlers can work, and close it. */
    public RetryWorker worker() {
        return worker;
    }

    /** Returns what an operator may do to the group's dead letters. */
    public Redrive redrive() {
        return redrive;
    }

    /** Returns what there is to see of the group's parked sequences. */
    public ParkedSequences parkedSequences() {
        return parkedSequences;
    }

    /** Returns what holds the group back during an outage. */
    public Gate gate() {
        return tries.gate();
    }

    private BatchParking batchOf(Segment segment) {
        UnitOfWork<?> root = CurrentUnitOfWork.get().root();
        String key = keyOf(segment);
        BatchParking open = root.getResource(key);
        if (open != null) {
            return open;
        }
        BatchParking batch = begin(segment);
        root.resources().put(key, batch);
        root.onPrepareCommit(unitOfWork -> batch.flush(transactions.connection()));
        root.afterCommit(unitOfWork -> batch.committed());
        return batch;
    }

    private String keyOf(Segment segment) {
        return GroupRetry.class.getName() + "/" + processingGroup + "/" + segment;
    }

    private BatchParking begin(Segment segment) {
        ParkedSet ids = parked.computeIfAbsent(segment, claimed -> new ParkedSet());
        ids.refresh(() -> lot.tables().sequences().ids(transactions.connection()));
        return new BatchParking(delivery, tries, lot, ids);
    }

    /** Names what a group's retry needs; {@link #build()} tells what is missing. */
    public static final class Builder {

        private @Nullable String processingGroup;
        private @Nullable JdbcTransactions transactions;
        private @Nullable Serializer serializer;
        private @Nullable EventDelivery delivery;
        private @Nullable RetryPolicy policy;
        private EventUpcaster upcasters = NoOpEventUpcaster.INSTANCE;
        private ParkingLimits limits = ParkingLimits.DEFAULT;
        private Clock clock = Clock.systemUTC();
        private RandomGenerator random = new SecureRandom();
        private Waiter waiter = pause -> TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        private MeterRegistry meterRegistry = new SimpleMeterRegistry();
        private String node = "local";
        // Longer than any handler should take: past it, the event is delivered again and the late effects are undone.
        private Duration leaseTime = Duration.ofMinutes(1);

        private Builder() {}

        /** Sets the group's name, at most 100 characters; required. */
        public Builder processingGroup(String name) {
            processingGroup = name;
            return this;
        }

        /** Sets the transactions in which the group's handlers write; their database has the retry tables. Required. */
        public Builder transactions(JdbcTransactions jdbcTransactions) {
            transactions = jdbcTransactions;
            return this;
        }

        /** Sets the event store's serializer, by which events become letters and events again; required. */
        public Builder serializer(Serializer eventSerializer) {
            serializer = eventSerializer;
            return this;
        }

        /** Sets what hands an event to the group's handlers; required. */
        public Builder delivery(EventDelivery eventDelivery) {
            delivery = eventDelivery;
            return this;
        }

        /** Sets what decides about failures; the default settings and the built-in classifier otherwise. */
        public Builder policy(RetryPolicy retryPolicy) {
            policy = retryPolicy;
            return this;
        }

        /** Sets the upcasters of events that were parked by an earlier release; none otherwise. */
        public Builder upcasters(EventUpcaster eventUpcasters) {
            upcasters = eventUpcasters;
            return this;
        }

        /** Sets how much may be parked; {@link ParkingLimits#DEFAULT} otherwise. */
        public Builder limits(ParkingLimits parkingLimits) {
            limits = parkingLimits;
            return this;
        }

        /** Sets the clock that all times are from; the system's otherwise. Nodes must agree on it to the second. */
        public Builder clock(Clock timeSource) {
            clock = timeSource;
            return this;
        }

        /** Sets the source of jitter; it must be safe for several threads. */
        public Builder random(RandomGenerator randomGenerator) {
            random = randomGenerator;
            return this;
        }

        /** Sets how a thread waits between two tries in place; it sleeps otherwise. */
        public Builder waiter(Waiter threadWaiter) {
            waiter = threadWaiter;
            return this;
        }

        /** Sets where the meters go; nowhere otherwise. */
        public Builder meterRegistry(MeterRegistry registry) {
            meterRegistry = registry;
            return this;
        }

        /** Sets the name by which this process is known in the tables, at most 50 characters; {@code local} otherwise. */
        public Builder node(String name) {
            node = name;
            return this;
        }

        /**
         * Sets how long a retried event's handlers may take, 1 minute otherwise; what takes longer is undone and tried
         * again. A process that dies with an event in its hands holds up that one's sequence for so long.
         */
        public Builder leaseTime(Duration time) {
            leaseTime = time;
            return this;
        }

        /**
         * Returns the group's retry.
         *
         * @throws AxonConfigurationException if something required is missing or too long; the message names it
         */
        public GroupRetry build() {
            if (processingGroup().isBlank() || processingGroup().length() > 100) {
                throw new AxonConfigurationException(
                        "The processing group's name must have 1 to 100 characters to be stored, was '"
                                + processingGroup + "'. Give the group a shorter one.");
            }
            return new GroupRetry(this);
        }

        private String processingGroup() {
            return required(processingGroup, "processingGroup");
        }

        private JdbcTransactions transactions() {
            return required(transactions, "transactions");
        }

        private Serializer serializer() {
            return required(serializer, "serializer");
        }

        private EventDelivery delivery() {
            return required(delivery, "delivery");
        }

        private RetryPolicy policy() {
            return policy != null
                    ? policy
                    : new RetryPolicy(RetrySettings.defaults(), Classifier.builtIn(), requireNonNull(random, "random"));
        }

        private static <T> T required(@Nullable T value, String name) {
            if (value == null) {
                throw new AxonConfigurationException(
                        "A processing group's retry needs " + name + "; call GroupRetry.builder()." + name + "(...).");
            }
            return value;
        }
    }
}
