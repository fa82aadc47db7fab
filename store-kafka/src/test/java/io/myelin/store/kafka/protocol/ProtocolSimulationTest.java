package io.myelin.store.kafka.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProtocolSimulationTest {

    /** With -Dmyelin.simulation.seed=N only that schedule runs; -Dmyelin.simulation.schedules=N runs more or fewer. */
    private static final Long ONE_SEED = Long.getLong("myelin.simulation.seed");

    private static final long SCHEDULES = Long.getLong("myelin.simulation.schedules", 20_000);

    /** Schedules within which each seeded bug must show; most do within a hundred. */
    private static final long SCHEDULES_TO_CATCH = 20_000;

    @Test
    void nothing_acknowledged_is_lost_and_nothing_is_applied_twice_whatever_the_network_does() {
        LongStream seeds = ONE_SEED == null ? LongStream.range(0, SCHEDULES) : LongStream.of(ONE_SEED);

        List<String> failures = seeds.parallel()
                .mapToObj(seed -> failure(seed, SeededBug.NONE))
                .filter(failure -> !failure.isEmpty())
                .limit(3)
                .toList();

        assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_broken_rule_is_noticed(SeededBug bug) {
        boolean noticed = LongStream.range(0, SCHEDULES_TO_CATCH)
                .anyMatch(seed -> run(seed, bug).stream().anyMatch(ProtocolSimulationTest::namesWhatMustHold));

        assertThat(noticed)
                .as("%s within %d schedules", bug, SCHEDULES_TO_CATCH)
                .isTrue();
    }

    private static boolean namesWhatMustHold(String violation) {
        return violation.matches("(?s)S[1-5]:.*");
    }

    private static String failure(long seed, SeededBug bug) {
        List<String> violations = run(seed, bug);
        return violations.isEmpty()
                ? ""
                : "Seed %d: %s%nReplay it with: ./verify -pl store-kafka -am -Dtest=ProtocolSimulationTest -Dsurefire.failIfNoSpecifiedTests=false -Dmyelin.simulation.seed=%d"
                        .formatted(seed, violations, seed);
    }

    private static List<String> run(long seed, SeededBug bug) {
        try {
            return new Schedule(seed, bug).run();
        } catch (RuntimeException e) {
            return List.of("The run broke off: " + e);
        }
    }
}
