package io.myelin.store.kafka.stream;

import static io.myelin.store.kafka.log.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.store.kafka.log.InMemoryCommitLog;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class EventCursorPropertyTest {

    /** However appending, gaps and reading alternate, and however small the ring is, a reader gets each event once. */
    @Property
    void a_cursor_gets_every_event_once_and_in_order(
            @ForAll("steps") List<Step> steps,
            @ForAll @IntRange(min = 1, max = 8) int ringEvents,
            @ForAll @IntRange(min = 0, max = 20) int before,
            @ForAll @IntRange(min = 0, max = 25) int from)
            throws InterruptedException {
        Run run = new Run(ringEvents, before, from);
        for (Step step : steps) {
            run.take(step);
        }
        run.readAll();

        assertThat(run.read)
                .isEqualTo(run.log.events("order", 0).stream()
                        .map(LoggedEvent::sequenceNumber)
                        .filter(number -> run.offsets.get(number.intValue()) >= from)
                        .toList());
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> step = Combinators.combine(
                        Arbitraries.of(Kind.class), Arbitraries.integers().between(1, 6))
                .as(Step::new);
        return step.list().ofMaxSize(30);
    }

    enum Kind {
        APPEND,
        GAP,
        READ,
        RELEASE
    }

    record Step(Kind kind, int count) {}

    private static final class Run {

        private final InMemoryCommitLog log = new InMemoryCommitLog();
        private final List<Long> offsets = new ArrayList<>();
        private final List<Long> read = new ArrayList<>();
        private final EventCursor cursor;

        Run(int ringEvents, int before, int from) {
            append(before);
            cursor = new RecentEvents(log, new RingLimits(ringEvents, Long.MAX_VALUE)).cursor(from);
        }

        void take(Step step) throws InterruptedException {
            switch (step.kind()) {
                case APPEND -> append(step.count());
                case GAP -> log.leaveGap(step.count());
                case READ -> read(step.count());
                case RELEASE -> cursor.close();
            }
        }

        void readAll() throws InterruptedException {
            while (read(3) > 0) {
                // Until there is nothing more.
            }
        }

        private void append(int count) {
            long first = offsets.size();
            List<NewEvent> commit = IntStream.range(0, count)
                    .mapToObj(i -> event("order", first + i))
                    .toList();
            if (!commit.isEmpty()) {
                long base = log.position();
                log.append(commit);
                IntStream.range(0, count).forEach(i -> offsets.add(base + i));
            }
        }

        private int read(int eventsMax) throws InterruptedException {
            List<LogRecord.Event> events = cursor.next(eventsMax, Duration.ZERO);
            events.forEach(event -> read.add(event.event().sequenceNumber()));
            return events.size();
        }
    }
}
