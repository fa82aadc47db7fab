package io.myelin.store.kafka.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What must hold, always: S1 to S5, over a finished history. Each violation is a sentence that begins with its name. */
class Safety {

    private final List<LogRecord> log;
    private final List<LogRecord.Event> valid;
    private final Map<UUID, List<LogRecord.Event>> validByCommit = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    /** Takes the log as it ended, with nothing on its way any more. */
    Safety(SimulatedLog log) {
        this.log = List.copyOf(log.committed());
        this.valid = new Oracle(this.log).validEvents();
        for (LogRecord.Event event : valid) {
            validByCommit
                    .computeIfAbsent(event.stamp().commitId(), id -> new ArrayList<>())
                    .add(event);
        }
    }

    Safety checkAnswers(History history) {
        violations.addAll(history.anomalies());
        for (Commit commit : history.told(History.Told.COMMITTED)) {
            violateIf(
                    !isWhole(commit),
                    "S1: commit %s was acknowledged, but is not in the log, valid and whole.",
                    commit);
        }
        for (History.Told told : List.of(History.Told.REFUSED, History.Told.NOT_STORED)) {
            for (Commit commit : history.told(told)) {
                violateIf(validByCommit.containsKey(commit.id()), "S2: commit %s was refused, but is valid.", commit);
            }
        }
        for (Commit commit : history.all()) {
            boolean there = validByCommit.containsKey(commit.id());
            violateIf(there && !isWhole(commit), "S1: commit %s is in the log in part, or more than once.", commit);
        }
        return this;
    }

    Safety checkOrder() {
        Map<String, Long> last = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (LogRecord.Event event : valid) {
            LoggedEvent logged = event.event();
            Long before = last.put(logged.aggregateId(), logged.sequenceNumber());
            if (before != null && before >= logged.sequenceNumber()) {
                violations.add("S3: aggregate %s has sequence number %d after %d, at offset %d."
                        .formatted(logged.aggregateId(), logged.sequenceNumber(), before, event.offset()));
            }
            if (!seen.add(logged.eventId())) {
                violations.add(
                        "S3: event identifier %s repeats at offset %d.".formatted(logged.eventId(), event.offset()));
            }
        }
        return this;
    }

    Safety checkReader(String who, long from, List<Long> handedOut) {
        List<Long> expected = validFrom(from);
        if (!handedOut.equals(expected)) {
            violations.add(
                    "S4: %s from offset %d handed out %s, but valid is %s.".formatted(who, from, handedOut, expected));
        }
        return this;
    }

    Safety checkReadersFromEveryOffset(SeededBug bug) {
        ReadableLog readable =
                (from, max) -> log.subList((int) Math.min(from, log.size()), (int) Math.min(log.size(), from + max));
        for (int from = 0; from < log.size(); from++) {
            LogFollower follower = bug.follower(readable, from);
            List<Long> handedOut = new ArrayList<>();
            follower.poll(log.size()).forEach(event -> handedOut.add(event.offset()));
            checkReader("a reader", from, handedOut);
        }
        return this;
    }

    Safety checkState(SimulatedNode node) {
        InMemoryLogState expected = new InMemoryLogState();
        expected.apply(
                valid.stream().map(event -> new ValidGroup(List.of(event))).toList(), log.size());
        if (!expected.content().equals(node.state().content())) {
            violations.add("S4: node %d holds %s, but the log says %s."
                    .formatted(node.number, node.state().content(), expected.content()));
        }
        return this;
    }

    Safety violate(String violation) {
        violations.add(violation);
        return this;
    }

    List<String> violations() {
        return violations;
    }

    private void violateIf(boolean violated, String message, Commit commit) {
        if (violated) {
            violations.add(message.formatted(commit.id()));
        }
    }

    private boolean isWhole(Commit commit) {
        List<LogRecord.Event> there = validByCommit.getOrDefault(commit.id(), List.of());
        if (there.size() != commit.events().size()) {
            return false;
        }
        for (int i = 0; i < there.size(); i++) {
            boolean inPlace = there.get(i).offset() == there.get(0).offset() + i;
            if (!inPlace || there.get(i).stamp().commitIndex() != i) {
                return false;
            }
        }
        return true;
    }

    private List<Long> validFrom(long from) {
        return valid.stream()
                .map(LogRecord.Event::offset)
                .filter(offset -> offset >= from)
                .toList();
    }
}
