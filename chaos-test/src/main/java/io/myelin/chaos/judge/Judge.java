package io.myelin.chaos.judge;

import io.myelin.chaos.history.Answer;
import io.myelin.chaos.history.Entry;
import io.myelin.chaos.history.EventRef;
import io.myelin.chaos.history.ProcessHistory;
import io.myelin.store.kafka.protocol.LogRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares histories with the log that they left: S1 to S5 of the log protocol. One judge judges one run. */
public final class Judge {

    private final ValidLog log;
    private final Anomalies anomalies = new Anomalies();
    private final Map<String, Operation> operations = new LinkedHashMap<>();
    private final Map<String, Operation> byFirstEvent = new HashMap<>();
    private int conflicts;
    private int duplicates;
    private int notStored;
    private int acknowledged;

    private Judge(ValidLog log) {
        this.log = log;
    }

    /** What one caller asked for, what it was told, and what the log holds of it. */
    static final class Operation {
        final String process;
        final Entry.Invoked invoked;
        Entry.@Nullable Answered answered;

        @Nullable
        List<LogRecord.Event> inLog;

        Operation(String process, Entry.Invoked invoked) {
            this.process = process;
            this.invoked = invoked;
        }

        @Override
        public String toString() {
            return "commit " + invoked.operation() + " of " + process;
        }
    }

    /**
     * Judges a run that has ended.
     *
     * @param log all that the log holds, with nothing on its way any more
     * @param histories of every process that ever wrote to it
     */
    public static Verdict judge(ValidLog log, List<ProcessHistory> histories) {
        Judge judge = new Judge(log);
        histories.forEach(judge::takeOperations);
        judge.findInLog();
        judge.checkAnswers();
        judge.checkOrder();
        ReaderChecks readers = new ReaderChecks(log, judge.anomalies);
        readers.checkStoresReaders();
        histories.forEach(readers::check);
        return judge.verdict(readers.checks());
    }

    private void takeOperations(ProcessHistory history) {
        for (Entry entry : history.entries()) {
            if (entry instanceof Entry.Invoked invoked) {
                Operation operation = new Operation(history.process(), invoked);
                operations.put(history.process() + "/" + invoked.operation(), operation);
                byFirstEvent.put(invoked.events().get(0).id(), operation);
            } else if (entry instanceof Entry.Answered answered) {
                Operation operation = operations.get(history.process() + "/" + answered.operation());
                if (operation == null || operation.answered != null) {
                    anomalies.add(
                            "Answer",
                            "commit %s of %s was answered without being asked, or twice."
                                    .formatted(answered.operation(), history.process()));
                } else {
                    operation.answered = answered;
                }
            } else if (entry instanceof Entry.Noticed noticed) {
                anomalies.add("Noticed", "by %s: %s".formatted(history.process(), noticed.what()));
            }
        }
    }

    private void findInLog() {
        log.commits().forEach((commitId, events) -> {
            Operation operation = byFirstEvent.get(events.get(0).event().eventId());
            if (operation == null) {
                anomalies.add(
                        "S1",
                        "commit %s at offset %d is valid, and nobody asked for it as it is."
                                .formatted(commitId, events.get(0).offset()));
            } else if (operation.inLog != null) {
                anomalies.add(
                        "S3",
                        "%s is valid twice: at offsets %d and %d."
                                .formatted(
                                        operation,
                                        operation.inLog.get(0).offset(),
                                        events.get(0).offset()));
            } else {
                operation.inLog = events;
                checkWhole(operation, events);
            }
        });
    }

    private void checkWhole(Operation operation, List<LogRecord.Event> events) {
        List<EventRef> asked = operation.invoked.events();
        boolean whole = events.size() == asked.size();
        for (int i = 0; whole && i < asked.size(); i++) {
            LogRecord.Event event = events.get(i);
            EventRef found = new EventRef(
                    event.event().eventId(),
                    event.event().aggregateId(),
                    event.event().sequenceNumber());
            whole = found.equals(asked.get(i))
                    && event.offset() == events.get(0).offset() + i
                    && event.stamp().commitIndex() == i;
        }
        if (!whole) {
            anomalies.add(
                    "S1",
                    "%s is in the log in part or changed, from offset %d on."
                            .formatted(operation, events.get(0).offset()));
        }
    }

    private void checkAnswers() {
        RefusalCheck refusals = new RefusalCheck(log, byFirstEvent, anomalies);
        for (Operation operation : operations.values()) {
            Entry.Answered answered = operation.answered;
            if (answered == null) {
                continue;
            }
            if (answered.answer() instanceof Answer.Committed committed) {
                acknowledged++;
                checkCommitted(operation, committed);
            } else if (answered.answer() instanceof Answer.Unknown unknown) {
                checkUnknown(operation, unknown);
            } else {
                countRefusal(answered.answer());
                refusals.check(operation, answered);
            }
        }
    }

    private void countRefusal(Answer answer) {
        if (answer instanceof Answer.Conflict) {
            conflicts++;
        } else if (answer instanceof Answer.Duplicate) {
            duplicates++;
        } else {
            notStored++;
        }
    }

    private void checkCommitted(Operation operation, Answer.Committed committed) {
        if (operation.inLog == null) {
            anomalies.add(
                    "S1",
                    "%s was acknowledged at offset %d, but is not in the log, valid and whole."
                            .formatted(operation, committed.firstOffset()));
        } else if (operation.inLog.get(0).offset() != committed.firstOffset()) {
            anomalies.add(
                    "S1",
                    "%s was acknowledged at offset %d, but is at offset %d."
                            .formatted(
                                    operation,
                                    committed.firstOffset(),
                                    operation.inLog.get(0).offset()));
        }
    }

    private void checkUnknown(Operation operation, Answer.Unknown unknown) {
        if (operation.inLog != null
                && !operation.inLog.get(0).stamp().commitId().toString().equals(unknown.commitId())) {
            anomalies.add(
                    "Answer",
                    "%s was told commit id %s, but the log has it as %s."
                            .formatted(
                                    operation,
                                    unknown.commitId(),
                                    operation.inLog.get(0).stamp().commitId()));
        }
    }

    private void checkOrder() {
        Map<String, Long> last = new HashMap<>();
        Map<String, Long> seen = new HashMap<>();
        for (LogRecord.Event event : log.events()) {
            long sequenceNumber = event.event().sequenceNumber();
            Long before = last.put(event.event().aggregateId(), sequenceNumber);
            if (before != null && before >= sequenceNumber) {
                anomalies.add(
                        "S3",
                        "aggregate %s has sequence number %d after %d, at offset %d."
                                .formatted(event.event().aggregateId(), sequenceNumber, before, event.offset()));
            }
            Long first = seen.putIfAbsent(event.event().eventId(), event.offset());
            if (first != null) {
                anomalies.add(
                        "S3",
                        "event %s is valid at offset %d and again at %d."
                                .formatted(event.event().eventId(), first, event.offset()));
            }
        }
    }

    private Verdict verdict(Verdict.Checks checks) {
        return new Verdict(
                acknowledged,
                conflicts,
                duplicates,
                notStored,
                doubt(),
                new Verdict.LogCounts(
                        log.commits().size(), log.events().size(), log.voids(), log.fences(), log.foreign()),
                checks,
                anomalies.all());
    }

    private Verdict.Doubt doubt() {
        int told = 0;
        int toldInLog = 0;
        int unanswered = 0;
        int unansweredInLog = 0;
        for (Operation operation : new ArrayList<>(operations.values())) {
            int inLog = operation.inLog == null ? 0 : 1;
            if (operation.answered == null) {
                unanswered++;
                unansweredInLog += inLog;
            } else if (operation.answered.answer() instanceof Answer.Unknown) {
                told++;
                toldInLog += inLog;
            }
        }
        return new Verdict.Doubt(told, toldInLog, unanswered, unansweredInLog);
    }
}
