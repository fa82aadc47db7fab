package io.myelin.chaos.judge;

import static io.myelin.chaos.judge.Run.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.chaos.history.Answer;
import io.myelin.chaos.history.Entry;
import io.myelin.store.kafka.protocol.LogRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever happened: a history that tells the truth is clean, and one lie in it is found. */
class JudgePropertyTest {

    private static final int STEPS = 40;

    @Property(tries = 300)
    void the_truth_is_clean_whatever_happened(@ForAll long seed) {
        assertThat(truth(seed).verdict().anomalies()).isEmpty();
    }

    @Property(tries = 300)
    void an_acknowledged_commit_that_vanishes_is_missed(@ForAll long seed) {
        Run run = truth(seed);
        List<Integer> acknowledged = new ArrayList<>();
        for (Entry entry : run.history) {
            if (entry instanceof Entry.Answered told && told.answer() instanceof Answer.Committed committed) {
                acknowledged.add((int) committed.firstOffset());
            }
        }
        int lost = acknowledged.get(new SplittableRandom(seed).nextInt(acknowledged.size()));

        run.log.set(lost, new LogRecord.Fence(lost));

        assertThat(run.verdict().anomalies()).anyMatch(anomaly -> anomaly.startsWith("S1"));
    }

    @Property(tries = 300)
    void an_answer_that_is_turned_round_is_found(@ForAll long seed) {
        Run run = truth(seed);
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < run.history.size(); i++) {
            if (run.history.get(i) instanceof Entry.Answered told && !(told.answer() instanceof Answer.Unknown)) {
                answers.add(i);
            }
        }
        int chosen = answers.get(new SplittableRandom(seed).nextInt(answers.size()));
        Entry.Answered told = (Entry.Answered) run.history.get(chosen);
        Answer lie = told.answer() instanceof Answer.Committed ? new Answer.NotStored("") : new Answer.Committed(0);

        run.history.set(chosen, new Entry.Answered(told.atMicros(), told.operation(), lie));

        assertThat(run.verdict().anomalies()).anyMatch(anomaly -> anomaly.matches("S[12]:.*"));
    }

    @Property(tries = 300)
    void a_second_copy_of_any_valid_event_is_found(@ForAll long seed) {
        Run run = truth(seed);
        List<LogRecord.Event> valid = new ValidLog(run.log).events();
        LogRecord.Event copied = valid.get(new SplittableRandom(seed).nextInt(valid.size()));

        run.landed(
                "copy",
                event(
                        copied.event().eventId(),
                        copied.event().aggregateId(),
                        copied.event().sequenceNumber()));

        assertThat(run.verdict().anomalies()).anyMatch(anomaly -> anomaly.startsWith("S3"));
    }

    /** A run as a store that does all right would have left it. */
    private static Run truth(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Run run = new Run();
        Map<String, Long> last = new HashMap<>();
        run.committed("first", event("first-0", "a0", 0));
        last.put("a0", 0L);
        for (int step = 0; step < STEPS; step++) {
            String operation = "op" + step;
            String aggregate = "a" + random.nextInt(4);
            long next = last.getOrDefault(aggregate, -1L) + 1;
            step(run, random, operation, aggregate, next);
            boolean landed = run.log.stream()
                    .anyMatch(record -> record instanceof LogRecord.Event there
                            && there.event().eventId().equals(operation + "-0")
                            && there.offset() == there.stamp().expectedOffset());
            if (landed) {
                last.put(aggregate, next);
            }
        }
        return run;
    }

    private static void step(Run run, SplittableRandom random, String operation, String aggregate, long next) {
        var one = event(operation + "-0", aggregate, next);
        switch (random.nextInt(8)) {
            case 0 -> run.invoked(operation, one).told(operation, new Answer.NotStored("the deadline is over"));
            case 1 -> run.fence();
            case 2 -> refuse(run, operation, aggregate, next);
            case 3 ->
                run.invoked(operation, one)
                        .landed(operation, one)
                        .told(
                                operation,
                                new Answer.Unknown(Run.commitId(operation).toString()));
            case 4 -> run.invoked(operation, one);
            case 5 -> run.invoked(operation, one).landedAt(run.log.size() + 1L, operation, one);
            default -> run.committed(operation, one);
        }
    }

    private static void refuse(Run run, String operation, String aggregate, long next) {
        if (next > 0) {
            run.invoked(operation, event(operation + "-0", aggregate, next - 1))
                    .told(operation, new Answer.Conflict(aggregate, next - 1, next - 1));
        }
    }
}
