package io.myelin.store.kafka.log;

import io.myelin.store.kafka.StoreFailedException;
import io.myelin.store.kafka.protocol.AppendResult;
import io.myelin.store.kafka.protocol.Commit;
import io.myelin.store.kafka.protocol.Group;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LogReplica;
import io.myelin.store.kafka.protocol.LogWriter;
import io.myelin.store.kafka.protocol.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/*
 * The idea: there is no writer thread. Whoever has something for the LogWriter takes the lock and carries its next step
 * out: a caller that finds the writer resting sends its commit itself, and the client's thread that brings the last
 * acknowledgement of a group sends the next group, with all commits that came meanwhile (group commit). A commit then
 * needs no more hand-overs between threads than a plain send does.
 *
 * Invariants:
 *  1. LogWriter and LogReplica are touched under the lock only.
 *  2. A client's own thread sends only after a success, when the client has all it needs to send without waiting: a
 *     client's thread that waits for metadata waits for itself. What must read, or send after a failure, is left to
 *     the tailer's thread.
 *  3. `busy` is true while a step is under way. A caller queues its commit first, and looks at `busy` and tries the lock
 *     then; who has the lock looks at the queue once more after freeing it. So one of the two sees the other.
 */
/** Carries a {@link LogWriter}'s steps out, and gives callers their answers. Thread-safe. */
final class CommitWriter {

    private final DeferringLock lock = new DeferringLock();
    private final TailerOrders orders = new TailerOrders();
    private final LogReplica replica;
    private final TurnTaking turns;
    private final LogWriter writer;
    private final GroupSender sender;
    private final LogMeters meters;
    private final OpenCommits open;

    private final Queue<Commit> submitted = new ConcurrentLinkedQueue<>();
    private volatile boolean busy;
    private volatile long lastSendNanos = System.nanoTime();

    CommitWriter(LogReplica replica, GroupSender sender, LogMeters meters, LogSettings settings) {
        this.replica = replica;
        this.sender = sender;
        this.meters = meters;
        this.open = new OpenCommits(settings);
        this.turns = new TurnTaking(replica, meters);
        this.writer = new LogWriter(replica, turns::newGroupId, settings.groupBytesMax(), this::answer);
        writer.holdBackBy(turns::holdBackNanos);
    }

    /** Returns what this wants of the tailer. */
    TailerOrders orders() {
        return orders;
    }

    /** Appends a commit and waits for its answer, at most until the deadline. */
    AppendResult append(Commit commit) {
        // From here, since sending may wait for the brokers too.
        long deadlineNanos = open.deadlineFrom(System.nanoTime());
        CompletableFuture<AppendResult> answer = open.add(commit);
        submitted.add(commit);
        if (!busy) {
            proceed();
        }
        return open.await(commit, answer, deadlineNanos, this::giveUp);
    }

    private AppendResult giveUp(Commit commit, CompletableFuture<AppendResult> answer) {
        lock.lock();
        try {
            takeSubmitted();
            if (open.remove(commit.id()) == null) {
                return answer.join(); // Decided: whoever decided it is about to say so.
            }
            throw writer.giveUp(commit.id()) ? open.notSent(commit) : open.undecided(commit);
        } finally {
            unlockAndProceed();
        }
    }

    /** Takes records that the tailer read, and goes on with what waited for them. */
    void feed(List<LogRecord> records) {
        locked(() -> {
            replica.feed(records);
            if (replica.position() < replica.end()) {
                turns.undecided();
            }
            carryOut();
        });
    }

    /** Returns the offset from which the tailer should read. */
    long end() {
        lock.lock();
        try {
            return replica.end();
        } finally {
            unlockAndProceed();
        }
    }

    /** Returns whether a group is under way or was so a moment ago, and acknowledgements tell all that happens. */
    boolean wroteWithin(Duration span) {
        if (turns.areTaken()) {
            return turns.isSending() || orders.fenceOut();
        }
        return busy || System.nanoTime() - lastSendNanos < span.toNanos();
    }

    /** Returns for how long the tailer should wait for records before it lets the writer {@link #goOn}; zero for not at all. */
    Duration heldBack() {
        return turns.heldBack();
    }

    /** Lets the writer look again at what it held back. */
    void goOn() {
        locked(this::carryOut);
    }

    /** Sends a fence; by the tailer's thread, since a client that failed may block. */
    void sendFence(boolean withNewProducer) {
        meters.fencing();
        // Without the lock: a client whose brokers are away waits for them, and callers need the lock at their
        // deadlines.
        Optional<Producer<byte[], byte[]>> ready = sender.ready(withNewProducer);
        locked(() -> {
            orders.fenceLeaves();
            if (ready.isPresent()) {
                lock.defer(sender.use(ready.get()));
                sender.sendFence(this::fenced);
            } else {
                fenced(LogWriter.NOT_ACKNOWLEDGED);
            }
        });
    }

    private void fenced(long offset) {
        locked(() -> {
            orders.fenceAnswered();
            writer.fenced(offset);
            carryOut();
        });
    }

    /**
     * Sends what was submitted, unless somebody else is about to: who has the lock looks again once it is free, so nobody
     * queues for it. (Hundreds of callers that waited for each other here would each have to be woken in turn.)
     */
    private void proceed() {
        while (!busy && !submitted.isEmpty() && open.failure() == null && lock.tryLock()) {
            try {
                carryOut();
            } catch (RuntimeException e) {
                fail(e);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Carries out steps until one is under way or there is nothing to do. */
    private void carryOut() {
        boolean more = open.failure() == null;
        while (more) {
            takeSubmitted();
            busy = true;
            orders.clear();
            turns.step();
            more = writer.next().fold(this::send, this::wantFence, this::wantRecords, this::holdBack, this::rest);
            turns.stepped();
        }
    }

    private boolean send(Step.Send step) {
        lastSendNanos = System.nanoTime();
        meters.sending(step.group());
        turns.sending();
        if (turns.areTaken()) {
            // What it waits for is this group, of which the acknowledgement tells.
            orders.call();
        }
        sender.send(step.group(), this::sent);
        return false;
    }

    private boolean wantFence(Step.Fence step) {
        orders.fence();
        return false;
    }

    private boolean wantRecords(Step.ReadTo step) {
        orders.read(step.end());
        return false;
    }

    private boolean holdBack(Step.HoldBack step) {
        turns.hold(step.nanos());
        orders.call();
        return false;
    }

    private boolean rest(Step.Rest step) {
        if (!writer.isIdle()) {
            return false;
        }
        busy = false;
        if (turns.areTaken()) {
            orders.call();
        }
        return !submitted.isEmpty();
    }

    private void sent(Group group, long[] offsets) {
        locked(() -> {
            lastSendNanos = System.nanoTime();
            refuseIfBelow(group.base(), offsets);
            turns.answered();
            writer.sent(group, offsets);
            carryOut();
        });
    }

    /** All below the base was read, so a record that lands there sits in another log, or on the place of one that was lost. */
    private static void refuseIfBelow(long base, long[] offsets) {
        for (long offset : offsets) {
            if (offset != LogWriter.NOT_ACKNOWLEDGED && offset < base) {
                throw new StoreFailedException(
                        ("A record that was expected at offset %d landed at %d, below all that the store has read: the topic was replaced or"
                                        + " has lost its newest events. Stop all writers of this log, keep the index directories, and see"
                                        + " docs/operations/behind-the-back.md.")
                                .formatted(base, offset),
                        null);
            }
        }
    }

    private void takeSubmitted() {
        for (Commit commit = submitted.poll(); commit != null; commit = submitted.poll()) {
            writer.submit(commit);
        }
    }

    private void answer(UUID commitId, AppendResult result) {
        CompletableFuture<AppendResult> answer = open.remove(commitId);
        if (answer != null) {
            // Waking a caller takes microseconds; the next group is sent first.
            lock.defer(() -> answer.complete(result));
        }
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } catch (RuntimeException e) {
            fail(e);
        } finally {
            unlockAndProceed();
        }
    }

    private void unlockAndProceed() {
        lock.unlock();
        if (!lock.isHeldByCurrentThread()) {
            proceed();
        }
    }

    /** Stops taking commits for good. What is under way may be in the log; a restart reads it. */
    void fail(RuntimeException cause) {
        lock.lock();
        try {
            open.fail(cause);
        } finally {
            lock.unlock();
        }
        orders.call();
    }

    @Nullable
    RuntimeException failure() {
        return open.failure();
    }

    /** Waits until every commit has its answer; returns whether that came in time. */
    boolean awaitQuiet(Duration longest) throws InterruptedException {
        return open.awaitNone(longest);
    }
}
