package io.myelin.store.kafka.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A process that writes to the log: carries a writer's steps out, may freeze at any moment, may crash and live again. */
class SimulatedNode {

    /** Records in a group at most; a commit in the simulation counts one byte for each of its events. */
    private static final int GROUP_RECORDS_MAX = 4;

    private static final class Sending {
        final Group group;
        final long[] offsets;
        int unacknowledged;

        Sending(Group group) {
            this.group = group;
            this.offsets = new long[group.records().size()];
            this.unacknowledged = offsets.length;
            Arrays.fill(offsets, LogWriter.NOT_ACKNOWLEDGED);
        }
    }

    final int number;
    private final SimulatedLog log;
    private final History history;
    private final SeededBug bug;
    private final BiFunction<Long, LogReplica, LongSupplier> holdBack;
    private final List<Sending> sendings = new ArrayList<>();
    private InMemoryLogState onDisk = new InMemoryLogState();
    private InMemoryLogState state = new InMemoryLogState();
    private LogReplica replica;
    private LogWriter writer;
    private int life;
    private SimulatedLog.@Nullable Message fence;

    /** What a schedule has one of: the log, what is recorded, the broken rule, and how a writer of a name holds back. */
    record World(
            SimulatedLog log, History history, SeededBug bug, BiFunction<Long, LogReplica, LongSupplier> holdBack) {}

    SimulatedNode(int number, World world) {
        this.number = number;
        this.log = world.log();
        this.history = world.history();
        this.bug = world.bug();
        this.holdBack = world.holdBack();
        this.replica = new LogReplica(state, bug.reader(0), record -> {});
        this.writer = startWriter();
    }

    private LogWriter startWriter() {
        replica = new LogReplica(state, bug.reader(state.position()), record -> {});
        LogWriter started =
                bug.writer(new SeededBug.Parts(replica, groupIds(), GROUP_RECORDS_MAX, history::answered, log));
        started.holdBackBy(holdBack.apply(name(), replica));
        return started;
    }

    private long name() {
        return (long) number << 32 | (bug == SeededBug.GROUP_ID_USED_AGAIN_AFTER_RESTART ? 0 : life);
    }

    private Supplier<UUID> groupIds() {
        long origin = name();
        long[] count = new long[1];
        return () -> new UUID(origin, ++count[0]);
    }

    InMemoryLogState state() {
        return state;
    }

    boolean isIdle() {
        return writer.isIdle() && sendings.isEmpty();
    }

    void submit(Commit commit) {
        history.invoked(number, commit);
        writer.submit(commit);
    }

    /** The caller's deadline passes. */
    void giveUp(Commit commit) {
        if (history.isOpen(commit.id())) {
            history.gaveUp(commit.id(), writer.giveUp(commit.id()));
        }
    }

    /** Does what the writer wants next, unless it waits for the network. */
    void step(RandomGenerator random) {
        writer.next()
                .fold(
                        send -> send(send.group(), random),
                        // What others wrote may decide a group before its fence has its place: so this looks again
                        // meanwhile.
                        ignored -> fence == null ? sendFence() : this,
                        readTo -> tail(random),
                        held -> tail(random),
                        rest -> this);
    }

    private SimulatedNode send(Group group, RandomGenerator random) {
        sendings.add(new Sending(group));
        List<LogRecord> records = new ArrayList<>(group.asExpected());
        int from = 0;
        while (from < records.size()) {
            // Half of the groups travel whole; the others are cut anywhere, even into single records.
            int length = random.nextBoolean() ? records.size() - from : 1 + random.nextInt(records.size() - from);
            log.send(new SimulatedLog.Message(this, List.copyOf(records.subList(from, from + length)), from));
            from += length;
        }
        return this;
    }

    private SimulatedNode sendFence() {
        fence = new SimulatedLog.Message(this, List.of(new LogRecord.Fence(0)), 0);
        log.send(fence);
        return this;
    }

    /** Reads some of what the log holds by now. */
    SimulatedNode tail(RandomGenerator random) {
        int unread = (int) (log.highWatermark() - replica.end());
        if (unread > 0) {
            replica.feed(log.read(replica.end(), 1 + random.nextInt(unread)));
        }
        return this;
    }

    void acknowledged(SimulatedLog.Message message, long offset) {
        if (message == fence) {
            fence = null;
            if (sendings.isEmpty()) {
                log.forget(this);
            }
            writer.fenced(offset);
            return;
        }
        for (Sending sending : List.copyOf(sendings)) {
            if (message.records.get(0) instanceof LogRecord.Event event
                    && event.stamp().groupId().equals(sending.group.id())) {
                acknowledged(sending, message, offset);
            }
        }
    }

    private void acknowledged(Sending sending, SimulatedLog.Message message, long offset) {
        for (int i = 0; i < message.records.size(); i++) {
            sending.offsets[message.firstIndex + i] = offset + i;
        }
        sending.unacknowledged -= message.records.size();
        if (sending.unacknowledged == 0) {
            sendings.remove(sending);
            writer.sent(sending.group, sending.offsets);
        }
    }

    /** The client gives up on what it sent last; what is on its way may land all the same. */
    void timeOut() {
        if (fence != null) {
            log.forget(this);
            fence = null;
            writer.fenced(LogWriter.NOT_ACKNOWLEDGED);
        } else if (!sendings.isEmpty()) {
            log.forget(this);
            List<Sending> ended = List.copyOf(sendings);
            sendings.clear();
            ended.forEach(sending -> writer.sent(sending.group, sending.offsets));
        }
    }

    /** Writes the index to disk as it is now; a crash loses what comes after. */
    void flush() {
        onDisk = state.copy();
    }

    /** Everything in memory is gone; nobody hears of the open commits again. */
    void crashAndRestart() {
        log.forget(this);
        fence = null;
        sendings.clear();
        history.crashed(number);
        life++;
        state = onDisk.copy();
        writer = startWriter();
    }
}
