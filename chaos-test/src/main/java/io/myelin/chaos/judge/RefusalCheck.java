package io.myelin.chaos.judge;

import io.myelin.chaos.history.Answer;
import io.myelin.chaos.history.Entry;
import io.myelin.chaos.judge.Judge.Operation;
import io.myelin.store.kafka.protocol.LogRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks that what was refused is not in the log (S2), and that something before it in the log is the reason (S5). */
final class RefusalCheck {

    private final Map<String, Operation> byFirstEvent;
    private final Anomalies anomalies;
    private final Map<String, LogRecord.Event> byId = new HashMap<>();
    private final Map<String, LogRecord.Event> bySequence = new HashMap<>();
    private final ValidLog log;

    RefusalCheck(ValidLog log, Map<String, Operation> byFirstEvent, Anomalies anomalies) {
        this.log = log;
        this.byFirstEvent = byFirstEvent;
        this.anomalies = anomalies;
        for (LogRecord.Event event : log.events()) {
            byId.put(event.event().eventId(), event);
            bySequence.put(key(event.event().aggregateId(), event.event().sequenceNumber()), event);
        }
    }

    void check(Operation operation, Entry.Answered answered) {
        if (operation.inLog != null) {
            anomalies.add(
                    "S2",
                    "%s was told %s, but is valid at offset %d."
                            .formatted(
                                    operation,
                                    answered.answer(),
                                    operation.inLog.get(0).offset()));
        }
        if (answered.answer() instanceof Answer.Conflict conflict) {
            checkConflict(operation, answered, conflict);
        } else if (answered.answer() instanceof Answer.Duplicate duplicate) {
            boolean its = operation.invoked.events().stream()
                    .anyMatch(event -> event.id().equals(duplicate.eventId()));
            checkReason(operation, answered, its ? byId.get(duplicate.eventId()) : null);
        }
    }

    private void checkConflict(Operation operation, Entry.Answered answered, Answer.Conflict conflict) {
        boolean its = operation.invoked.events().stream()
                .anyMatch(event -> event.aggregateId().equals(conflict.aggregateId())
                        && event.sequenceNumber() == conflict.sequenceNumber());
        boolean contradicts = conflict.last() >= conflict.sequenceNumber();
        LogRecord.Event reason = bySequence.get(key(conflict.aggregateId(), conflict.last()));
        checkReason(operation, answered, its && contradicts ? reason : null);
    }

    private void checkReason(Operation operation, Entry.Answered answered, LogRecord.@Nullable Event reason) {
        if (reason == null) {
            anomalies.add(
                    "S5", "%s was told %s, but nothing of that is in the log.".formatted(operation, answered.answer()));
            return;
        }
        List<LogRecord.Event> commit = log.commits().getOrDefault(reason.stamp().commitId(), List.of(reason));
        Operation other = byFirstEvent.get(commit.get(0).event().eventId());
        if (other == operation || (other != null && other.invoked.atMicros() > answered.atMicros())) {
            anomalies.add(
                    "S5",
                    "%s was told %s, and that is only %s, which came later."
                            .formatted(operation, answered.answer(), other));
        }
    }

    private static String key(String aggregateId, long sequenceNumber) {
        return aggregateId + "#" + sequenceNumber;
    }
}
