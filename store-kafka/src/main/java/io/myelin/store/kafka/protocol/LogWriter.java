package io.myelin.store.kafka.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/*
 * The idea: every record says at which offset it is expected, and counts only there. So whoever has read all offsets
 * below N, has checked a commit against what they say, and gets it acknowledged at N, knows that nobody wrote in
 * between: a compare-and-set on the end of the log, without lease, leader or clock (docs/log-protocol.md).
 *
 * Invariants:
 *  1. At most one group is under way, and nothing is sent before its fate is known (rule 4).
 *  2. A commit is answered "committed" only when the replica has seen it in a valid group, and "refused" only by a
 *     check against decided records, after every group that held it was decided (rules 3 and 5).
 *  3. A group any part of which was not acknowledged is decided by a fence: once the fence has its place and all
 *     below it was read, the group is there and valid, or can never be (rule 6).
 *
 * Phases: READY -> SENT -> READY where all landed as expected; SENT -> READING where a part landed elsewhere;
 * SENT -> DOUBT -> READING where a part is unaccounted for; READING -> READY once the log was read that far.
 */
/**
 * Decides what a writer of the log sends next, and what it answers (rules 3 to 6).
 *
 * <p>A state machine without thread and clock. One user drives it: {@link #next()} says what to do, {@link #sent} and
 * {@link #fenced} tell what came of it, and {@link LogReplica#feed} what the log holds. Not thread-safe.
 */
public class LogWriter {

    /** Stands for the offset of a record that was not acknowledged, or whose acknowledgement named no offset. */
    public static final long NOT_ACKNOWLEDGED = -1;

    private enum Phase {
        READY,
        SENT,
        DOUBT,
        READING
    }

    final LogReplica replica;
    private final Supplier<UUID> groupIds;
    private final int groupBytesMax;
    private final BiConsumer<UUID, AppendResult> answers;

    private final Deque<Commit> queue = new ArrayDeque<>();
    private final Map<UUID, Long> found = new HashMap<>();
    private final Set<UUID> abandoned = new HashSet<>();
    private LongSupplier holdBackNanos = () -> 0;
    private Phase phase = Phase.READY;
    private @Nullable Group underWay;
    private long readTo;

    /**
     * Creates a writer with nothing to do.
     *
     * @param replica what the log holds; the writer listens to it
     * @param groupIds a new identifier for each call, never one that another life of this or any writer had
     * @param groupBytesMax how much to send at once; a single commit that is larger goes alone
     * @param answers told of each commit's outcome, once
     */
    public LogWriter(
            LogReplica replica, Supplier<UUID> groupIds, int groupBytesMax, BiConsumer<UUID, AppendResult> answers) {
        this.replica = replica;
        this.groupIds = groupIds;
        this.groupBytesMax = groupBytesMax;
        this.answers = answers;
        replica.onValid(this::lookForOwn);
    }

    /** Asks this before each group how long to let others write first (rule 8); nothing rests on the answer. */
    public void holdBackBy(LongSupplier nanos) {
        this.holdBackNanos = nanos;
    }

    /** Takes a commit; its answer comes later, unless {@link #giveUp} comes first. */
    public void submit(Commit commit) {
        queue.addLast(commit);
    }

    /** Returns what to do next. A step that was returned must have been carried out before this is called again. */
    public Step next() {
        if (phase == Phase.READING && replica.end() >= readTo) {
            decideUnderWay();
        } else if (phase == Phase.DOUBT && isDecided(requireUnderWay())) {
            settle(requireUnderWay());
        }
        return switch (phase) {
            case READY -> queue.isEmpty() ? new Step.Rest() : holdBackOrSend();
            case SENT -> new Step.Rest();
            case DOUBT -> new Step.Fence();
            case READING -> new Step.ReadTo(readTo);
        };
    }

    /**
     * Tells what came of a {@link Step.Send}.
     *
     * @param group that was sent
     * @param offsets of its records in order, as the broker acknowledged them, or {@link #NOT_ACKNOWLEDGED}
     */
    public void sent(Group group, long[] offsets) {
        if (landedAsExpected(group, offsets)) {
            replica.feed(group.asExpected());
            settle(group);
        } else if (Landed.isWhole(offsets)) {
            readTo(Landed.end(offsets));
        } else {
            doubt();
        }
    }

    /**
     * Tells what came of a {@link Step.Fence}. If what others wrote has decided the group meanwhile, nobody waits for it.
     *
     * @param offset where it was acknowledged, or {@link #NOT_ACKNOWLEDGED}, after which another fence is wanted
     */
    public void fenced(long offset) {
        if (phase != Phase.DOUBT) {
            return; // Another group may be under way, of which this fence says nothing.
        }
        if (offset == NOT_ACKNOWLEDGED) {
            doubt();
        } else {
            readTo(offset + 1);
        }
    }

    /**
     * Ends the wait of a commit's caller.
     *
     * @return {@code true} if the commit is not in the log and will never be; {@code false} if it is under way, so that
     *     nobody knows: it gets no answer any more, and is not sent again
     */
    public boolean giveUp(UUID commitId) {
        if (queue.removeIf(commit -> commit.id().equals(commitId))) {
            return true;
        }
        if (underWay != null
                && underWay.commits().stream().anyMatch(commit -> commit.id().equals(commitId))) {
            abandoned.add(commitId);
        }
        return false;
    }

    /** Returns how many commits wait to be sent. */
    public int queued() {
        return queue.size();
    }

    /** Returns whether nothing is queued and nothing is under way. */
    public boolean isIdle() {
        return phase == Phase.READY && queue.isEmpty();
    }

    private Step holdBackOrSend() {
        long nanos = holdBackNanos.getAsLong();
        return nanos > 0 ? new Step.HoldBack(nanos) : sendNextGroup();
    }

    private Step sendNextGroup() {
        List<Commit> chosen = chooseCommits();
        if (chosen.isEmpty()) {
            return new Step.Rest();
        }
        Group group = Group.of(groupIds.get(), base(), chosen);
        underWay = group;
        phase = Phase.SENT;
        return new Step.Send(group);
    }

    /** Takes commits off the queue: refuses what the log makes fail, and leaves what only undecided commits make fail. */
    List<Commit> chooseCommits() {
        List<Commit> chosen = new ArrayList<>();
        List<Commit> waiting = new ArrayList<>();
        Check check = new Check(replica.state());
        int bytes = 0;
        while (!queue.isEmpty()) {
            Commit commit = queue.peekFirst();
            if (!chosen.isEmpty() && bytes + (long) commit.sizeBytes() > groupBytesMax) {
                break;
            }
            queue.removeFirst();
            Optional<AppendResult> refusal = check(check, commit);
            if (refusal.isPresent()) {
                answers.accept(commit.id(), refusal.get());
            } else if (check.againstGroup(commit).isPresent()) {
                waiting.add(commit);
            } else {
                check.add(commit);
                chosen.add(commit);
                bytes += commit.sizeBytes();
            }
        }
        putBack(waiting);
        return chosen;
    }

    private void decideUnderWay() {
        Group group = requireUnderWay();
        if (isDecided(group)) {
            settle(group);
        } else {
            doubt();
        }
    }

    /** Tells whether what sits at the group's base is decided, so that the group is valid or void for ever. */
    private boolean isDecided(Group group) {
        return replica.position() > group.base();
    }

    /** Answers what was found in the log, and queues the rest again, before all others. */
    void settle(Group group) {
        List<Commit> again = new ArrayList<>();
        for (Commit commit : group.commits()) {
            if (abandoned.remove(commit.id())) {
                continue;
            }
            foundAt(commit)
                    .ifPresentOrElse(
                            offset -> answers.accept(commit.id(), new AppendResult.Committed(offset)),
                            () -> again.add(commit));
        }
        putBack(again);
        found.clear();
        underWay = null;
        phase = Phase.READY;
    }

    private void putBack(List<Commit> commits) {
        ListIterator<Commit> backwards = commits.listIterator(commits.size());
        while (backwards.hasPrevious()) {
            queue.addFirst(backwards.previous());
        }
    }

    void readTo(long end) {
        readTo = end;
        phase = Phase.READING;
    }

    private void lookForOwn(ValidGroup group) {
        if (underWay == null) {
            return;
        }
        for (LogRecord.Event event : group.records()) {
            if (event.stamp().commitIndex() == 0) {
                found.put(event.stamp().commitId(), event.offset());
            }
        }
    }

    Group requireUnderWay() {
        if (underWay == null) {
            throw new IllegalStateException("No group is under way, so there is nothing to tell about one.");
        }
        return underWay;
    }

    // The questions below are one method each so that the seeded bugs among the tests can answer them wrongly.

    long base() {
        return replica.end();
    }

    Optional<AppendResult> check(Check check, Commit commit) {
        return check.againstLog(commit);
    }

    boolean landedAsExpected(Group group, long[] offsets) {
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] != group.base() + i) {
                return false;
            }
        }
        return true;
    }

    Optional<Long> foundAt(Commit commit) {
        return Optional.ofNullable(found.get(commit.id()));
    }

    void doubt() {
        phase = Phase.DOUBT;
    }
}
