package io.myelin.store.kafka.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TurnsPropertyTest {

    private static final int WRITERS = 4;
    private static final long MS = 1_000_000;

    /** Something happens in the log some time after the last; what is lost was expected up to {@code behind} before the end. */
    record Happening(long writer, boolean valid, int behind, long afterMs) {
        void to(SeenLog log, long nowNanos) {
            if (valid) {
                log.valid(writer, 3, nowNanos);
            } else {
                log.lost(writer, 3, Math.max(0, log.end() - behind), nowNanos);
            }
        }
    }

    @Property(tries = 500)
    void writers_that_have_read_the_same_agree_who_is_next(@ForAll("briskly") List<Happening> history) {
        SeenLog log = new SeenLog();
        List<Turns> all = writers(log);
        for (long writer = 0; writer < WRITERS; writer++) {
            log.lost(writer, 1, 0, 0);
        }
        long now = 0;
        for (Happening happening : history) {
            now += happening.afterMs() * MS;
            happening.to(log, now);

            long nowNanos = now;
            assertThat(all)
                    .filteredOn(turns -> turns.holdBackNanos(nowNanos) == 0)
                    .hasSize(1);
        }
    }

    @Property(tries = 500)
    void nobody_waits_longer_than_a_moment_for_each_of_the_others(@ForAll("anyhow") List<Happening> history) {
        SeenLog log = new SeenLog();
        List<Turns> all = writers(log);
        long now = 0;
        for (Happening happening : history) {
            now += happening.afterMs() * MS;
            happening.to(log, now);
        }

        for (Turns turns : all) {
            long waitNanos = turns.holdBackNanos(now);
            assertThat(waitNanos).isBetween(0L, (WRITERS - 1) * Turns.PATIENCE_NANOS_MAX);
            assertThat(turns.holdBackNanos(now + waitNanos)).isZero();
        }
    }

    private static List<Turns> writers(SeenLog log) {
        return LongStream.range(0, WRITERS).mapToObj(log::seenBy).toList();
    }

    @Provide
    Arbitrary<List<Happening>> briskly() {
        return history(Turns.PATIENCE_NANOS_MIN / MS - 1);
    }

    @Provide
    Arbitrary<List<Happening>> anyhow() {
        return history(200);
    }

    private static Arbitrary<List<Happening>> history(long afterMsMax) {
        return Combinators.combine(
                        Arbitraries.longs().between(0, WRITERS - 1),
                        Arbitraries.of(true, true, true, false),
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.longs().between(0, afterMsMax))
                .as(Happening::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }
}
