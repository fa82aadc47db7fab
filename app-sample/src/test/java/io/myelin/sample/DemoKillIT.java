package io.myelin.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo in a process of its own that is ended at moments it did not choose. */
@Timeout(420)
@DisplayNameGeneration(ReplaceUnderscores.class)
class DemoKillIT {

    /** Give it to replay a run: -Dio.myelin.sample.seed=N. */
    private static final long SEED = Long.getLong("io.myelin.sample.seed", new Random().nextLong());

    private static final int KILLS = 20;
    private static final long RUN_LIMIT_MS = 120_000;

    @TempDir
    private Path data;

    private final Random random = new Random(SEED);

    @Test
    void killed_at_20_random_moments_it_ends_with_the_same_totals() throws Exception {
        System.out.println("Seed of the moments: " + SEED);
        long startUpMs = measureStartUp();

        for (int kill = 1; kill <= KILLS; kill++) {
            try (RunningDemo demo = RunningDemo.start(data)) {
                String moment = awaitMoment(demo, kill, startUpMs);
                assertThat(demo.isAlive())
                        .as("alive at kill %d, %s, seed %d. It printed:%n%s", kill, moment, SEED, demo.output())
                        .isTrue();
                demo.kill();
                System.out.println("Killed (" + kill + ") " + moment);
            }
        }

        assertEndsWithTotals();
    }

    @Test
    void asked_to_end_it_ends_in_order_and_goes_on_the_next_time() throws Exception {
        try (RunningDemo demo = RunningDemo.start(data)) {
            assertThat(demo.awaitLine(line -> line.startsWith("Taking in:  30 %"), RUN_LIMIT_MS))
                    .as(demo.output())
                    .isTrue();

            demo.askToEnd();

            // 128 + 15: ended by SIGTERM. The shell shows 130 after Ctrl-C.
            assertThat(demo.awaitEnd(RUN_LIMIT_MS)).as(demo.output()).isEqualTo(143);
            assertThat(demo.output())
                    .contains("Stopped. What was placed is kept; ./demo goes on with it.")
                    .doesNotContain("WARN", "ERROR", "Exception");
        }

        assertEndsWithTotals();
    }

    /** The first run is killed as soon as it takes orders in; it tells how long a start takes on this machine. */
    private long measureStartUp() throws Exception {
        long beganNs = System.nanoTime();
        try (RunningDemo demo = RunningDemo.start(data)) {
            assertThat(demo.awaitLine(line -> line.startsWith("Taking in:"), RUN_LIMIT_MS))
                    .as(demo.output())
                    .isTrue();
            demo.kill();
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs);
    }

    /** A third of the kills come during the start, the last three while projecting, the others while taking in. */
    private String awaitMoment(RunningDemo demo, int kill, long startUpMs) throws InterruptedException {
        if (kill > KILLS - 3) {
            demo.awaitLine(line -> line.startsWith("Projecting:"), RUN_LIMIT_MS);
            return "while projecting";
        }
        if (kill % 3 == 0) {
            long afterMs = random.nextLong(startUpMs);
            demo.awaitLine(line -> false, afterMs);
            return "%d ms after its start".formatted(afterMs);
        }
        int lines = 1 + random.nextInt(2);
        for (int line = 0; line < lines; line++) {
            demo.awaitLine(text -> text.startsWith("Catching up:") || text.startsWith("Taking in:"), RUN_LIMIT_MS);
        }
        long afterMs = random.nextLong(150);
        demo.awaitLine(line -> false, afterMs);
        return "%d ms after its progress line %d".formatted(afterMs, lines);
    }

    private void assertEndsWithTotals() throws Exception {
        try (RunningDemo demo = RunningDemo.start(data)) {
            assertThat(demo.awaitEnd(RUN_LIMIT_MS))
                    .as("seed %d:%n%s", SEED, demo.output())
                    .isZero();
            assertThat(demo.output())
                    .as("seed %d", SEED)
                    .containsPattern("(?m)^customers +793$")
                    .containsPattern("(?m)^products +1,862$")
                    .containsPattern("(?m)^orders +5,009$")
                    .containsPattern("(?m)^orders shipped +5,009$")
                    .containsPattern("(?m)^lines +9,994$")
                    .containsPattern("(?m)^quantity +37,873$")
                    .containsPattern("(?m)^sales +2297200\\.8603$")
                    .containsPattern("(?m)^profit +286397\\.0217$")
                    .contains("The read models hold every good line of superstore.csv")
                    .contains("no event was counted twice or left out")
                    .doesNotContain("WRONG");
        }
    }
}
