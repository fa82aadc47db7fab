package io.myelin.store.kafka.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.Stamp;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RepeatCheckPropertyTest {

    private static final Stamp ANY = new Stamp(new UUID(1, 1), 0, 1, 0, new UUID(2, 2), 0, 1);

    record Written(String eventId, String aggregateId, long sequenceNumber) {}

    /** Compares with a check that keeps everything in maps. */
    @Property(tries = 300)
    void repeats_and_gaps_are_found_as_by_a_check_that_remembers_everything(@ForAll("logs") List<Written> log) {
        Findings findings = new Findings();
        // No file is made, as no block is full.
        try (RepeatCheck check = new RepeatCheck(Path.of("/nowhere"), false, findings)) {
            for (int offset = 0; offset < log.size(); offset++) {
                Written written = log.get(offset);
                check.accept(new LogRecord.Event(
                        offset,
                        ANY,
                        RawLog.event(written.eventId(), written.aggregateId(), written.sequenceNumber(), "{}")
                                .event()));
            }
            check.finish();
        }

        assertThat(findings.counts()).isEqualTo(expected(log));
    }

    private static Map<FindingKind, Long> expected(List<Written> log) {
        Map<FindingKind, Long> expected = new EnumMap<>(FindingKind.class);
        Map<String, Long> last = new HashMap<>();
        Set<String> identifiers = new HashSet<>();
        for (Written written : log) {
            long before = last.getOrDefault(written.aggregateId(), -1L);
            if (!identifiers.add(written.eventId())) {
                expected.merge(FindingKind.EVENT_ID_REPEAT, 1L, Long::sum);
            }
            if (written.sequenceNumber() <= before) {
                expected.merge(FindingKind.SEQUENCE_REPEAT, 1L, Long::sum);
            } else {
                if (written.sequenceNumber() > before + 1) {
                    expected.merge(FindingKind.SEQUENCE_GAP, 1L, Long::sum);
                }
                last.put(written.aggregateId(), written.sequenceNumber());
            }
        }
        return expected;
    }

    @Provide
    Arbitrary<List<Written>> logs() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.longs().between(0, 8))
                .as((event, aggregate, sequence) -> new Written("e" + event, "a" + aggregate, sequence))
                .list()
                .ofMaxSize(40);
    }
}
