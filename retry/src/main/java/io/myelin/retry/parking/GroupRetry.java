package io.myelin.retry.parking;

import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.retry.RetryPolicy;
import io.myelin.retry.parking.Leases.LeaseTerms;
import io.myelin.retry.parking.ParkingLot.Tables;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

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
    private final String batchKey;
    private final JdbcTransactions transactions;
    private final EventDelivery delivery;
    private final Tries tries;
    private final ParkingLot lot;
    private final RetryWorker worker;
    private final Redrive redrive;
    private final ParkedSequences parkedSequences;
    private final SequencedDeadLetterQueue<EventMessage<?>> deadLetterQueue;
    private final AtomicLong parkedByOthers = new AtomicLong();
    private final Map<Segment, ParkedSet> parked = new ConcurrentHashMap<>();

    GroupRetry(GroupRetryBuilder builder) {
        this.processingGroup = builder.processingGroup();
        this.batchKey = GroupRetry.class.getName() + "/" + processingGroup + "/";
        this.transactions = builder.transactions();
        this.delivery = builder.delivery();
        RetryMetrics metrics = new RetryMetrics(builder.meterRegistry, processingGroup);
        RetryPolicy policy = builder.policy();
        this.tries = new Tries(
                policy,
                new Gate(builder.clock, builder.random),
                new Evidence(builder.clock, policy.systemicSequences()),
                builder.waiter,
                metrics);
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
        this.worker = new RetryWorker(
                leases, new LetterDelivery(database, delivery, leases, builder.runner), tries, statistics);
        this.redrive = new Redrive(
                database,
                new Books(lot.tables(), builder.clock),
                metrics,
                new Redrive.Wakening(worker::wake, builder.waiter));
        this.deadLetterQueue = new ParkedLetterQueue(database, leases, parkedByOthers::incrementAndGet);
        this.parkedSequences = new ParkedSequences(database, lot.tables());
    }

    /** Returns a builder. */
    public static GroupRetryBuilder builder() {
        return new GroupRetryBuilder();
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

    /**
     * Forgets what was known of the segment with that number when it was this node's before: others may have parked
     * sequences of it since, also if nobody was told that it was released. Call it before a claim.
     */
    public void segmentClaimed(int segmentId) {
        parked.keySet().removeIf(segment -> segment.getSegmentId() == segmentId);
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

    /**
     * Returns the group's parked sequences as Axon's dead-letter queue, for code that works with one.
     *
     * <p>All parked sequences are in it, also those that the worker will try again. {@code process} takes one whether it is
     * due or not; its task's effects and the letter's leaving are one transaction only if the caller has one open around
     * both. Acts through it are not audited; prefer {@link #redrive()}. What is enqueued through it is kept from the
     * group's processors in this process from their next batch on, and in others from their next claim on.
     */
    public SequencedDeadLetterQueue<EventMessage<?>> deadLetterQueue() {
        return deadLetterQueue;
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
        Database.beforeCommit(root, () -> batch.flush(transactions.connection()));
        root.afterCommit(unitOfWork -> batch.committed());
        return batch;
    }

    private String keyOf(Segment segment) {
        // Asked for with every event: a segment's text takes longer than all else that an event costs here.
        return batchKey + segment.getSegmentId();
    }

    private BatchParking begin(Segment segment) {
        ParkedSet ids = parked.computeIfAbsent(segment, claimed -> new ParkedSet(parkedByOthers::get));
        ids.refresh(() -> lot.tables().sequences().ids(transactions.connection()));
        return new BatchParking(delivery, tries, lot, ids);
    }

    /** Lets the current thread wait; handed in, so that tests need not. */
    @FunctionalInterface
    public interface Waiter {

        /** Returns after {@code pause}. */
        void pause(Duration pause) throws InterruptedException;
    }
}
