package io.myelin.retry.parking;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Which sequences of a segment may be parked: at least those that are, so that "not among them" can be believed
 * without asking the database.
 *
 * <p>Only the segment's own processor parks its sequences, so only its commits add to the set. From the moment when a
 * transaction is about to change it until that one is known to be committed, the set is in doubt; if the answer never
 * comes, it is read again before its next use. Belongs to the one thread that processes the segment at a time.
 */
final class ParkedSet {

    /** Sequences stay in the set until their next event, so those that were handled since are swept now and then. */
    static final int UNSWEPT_MAX = 10_000;

    /** Counts what anybody else has parked in this process. */
    private final LongSupplier parkedByOthers;

    private Set<SequenceId> ids = new HashSet<>();
    private long othersSeen;
    private int unswept;
    private boolean inDoubt = true;

    ParkedSet(LongSupplier parkedByOthers) {
        this.parkedByOthers = parkedByOthers;
    }

    void refresh(Supplier<Set<SequenceId>> parked) {
        long others = parkedByOthers.getAsLong();
        if (inDoubt || unswept > UNSWEPT_MAX || others != othersSeen) {
            othersSeen = others;
            ids = new HashSet<>(parked.get());
            unswept = 0;
            inDoubt = false;
        }
    }

    boolean mayHold(SequenceId id) {
        return ids.contains(id);
    }

    int size() {
        return ids.size();
    }

    void doubt() {
        inDoubt = true;
    }

    void settle(Set<SequenceId> parked, Set<SequenceId> drained) {
        ids.removeAll(drained);
        ids.addAll(parked);
        unswept += parked.size();
        inDoubt = false;
    }
}
