package io.myelin.store.kafka.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What callers asked for, and what they were told. */
class History {

    /** What a caller was told. */
    enum Told {
        NOTHING,
        COMMITTED,
        REFUSED,
        NOT_STORED,
        UNKNOWN
    }

    private static final class Invocation {
        final int node;
        final Commit commit;
        Told told = Told.NOTHING;
        boolean open = true;

        Invocation(int node, Commit commit) {
            this.node = node;
            this.commit = commit;
        }
    }

    private final Map<UUID, Invocation> invocations = new LinkedHashMap<>();
    private final List<String> anomalies = new ArrayList<>();
    private final SimulatedLog log;

    History(SimulatedLog log) {
        this.log = log;
    }

    void invoked(int node, Commit commit) {
        invocations.put(commit.id(), new Invocation(node, commit));
    }

    void answered(UUID commitId, AppendResult result) {
        Invocation invocation = get(commitId);
        if (invocation.told != Told.NOTHING) {
            anomalies.add("Commit " + commitId + " was answered twice.");
        }
        boolean committed = result instanceof AppendResult.Committed;
        invocation.told = committed ? Told.COMMITTED : Told.REFUSED;
        invocation.open = false;
        if (!committed && !contradictsItself(invocation.commit) && !isFailedByAnother(invocation.commit)) {
            anomalies.add(
                    "S5: commit " + commitId + " was refused, but no other commit in the log makes its check fail.");
        }
    }

    /** An identifier that stands twice in one commit is the caller's mistake, and no other commit's doing. */
    private static boolean contradictsItself(Commit commit) {
        long identifiers = commit.events().stream()
                .map(next -> next.event().eventId())
                .distinct()
                .count();
        return identifiers < commit.events().size();
    }

    private boolean isFailedByAnother(Commit refused) {
        return new Oracle(log.committed())
                .validEvents().stream()
                        .filter(event -> !event.stamp().commitId().equals(refused.id()))
                        .anyMatch(event -> refused.events().stream().anyMatch(mine -> clashes(event, mine.event())));
    }

    private static boolean clashes(LogRecord.Event there, LoggedEvent mine) {
        return there.event().eventId().equals(mine.eventId())
                || (there.event().aggregateId().equals(mine.aggregateId())
                        && there.event().sequenceNumber() >= mine.sequenceNumber());
    }

    void gaveUp(UUID commitId, boolean notStored) {
        Invocation invocation = get(commitId);
        invocation.told = notStored ? Told.NOT_STORED : Told.UNKNOWN;
        invocation.open = false;
    }

    void crashed(int node) {
        invocations.values().stream().filter(i -> i.node == node).forEach(i -> i.open = false);
    }

    boolean isOpen(UUID commitId) {
        return get(commitId).open;
    }

    List<Commit> open() {
        return invocations.values().stream()
                .filter(i -> i.open)
                .map(i -> i.commit)
                .toList();
    }

    List<Commit> all() {
        return invocations.values().stream().map(i -> i.commit).toList();
    }

    List<Commit> told(Told told) {
        return invocations.values().stream()
                .filter(i -> i.told == told)
                .map(i -> i.commit)
                .toList();
    }

    int nodeOf(UUID commitId) {
        return get(commitId).node;
    }

    List<String> anomalies() {
        return anomalies;
    }

    private Invocation get(UUID commitId) {
        Invocation invocation = invocations.get(commitId);
        if (invocation == null) {
            throw new IllegalStateException("Nobody asked for commit " + commitId + ".");
        }
        return invocation;
    }
}
