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

    private static final int FIRST_STARTS = 6;
    private static final int LATER_STARTS = 4;
    private static final int TAKING_IN = 7;
    private static final int ENDING = 3;
    private static final int TRIES_MAX = 10;
    private static final long RUN_LIMIT_MS = 120_000;

    @TempDir
    private Path directory;

    private final Random random = new Random(SEED);

    @Test
    void killed_at_20_random_moments_it_ends_with_the_same_totals() throws Exception {
        System.out.println("Seed of the moments: " + SEED);
        Path data = directory.resolve("killed");
        long startUpMs = measureStartUp(directory.resolve("measured"));

        // One after the other, so that each step of a first start is cut short once.
        for (int start = 1; start <= FIRST_STARTS; start++) {
            killAfter(data, random.nextLong(startUpMs / FIRST_STARTS) + (start - 1) * startUpMs / FIRST_STARTS);
        }
        for (int kill = 0; kill < TAKING_IN + LATER_STARTS; kill++) {
            if (random.nextInt(TAKING_IN + LATER_STARTS) < TAKING_IN) {
                killWhileTakingIn(data);
            } else {
                killAfter(data, random.nextLong(startUpMs));
            }
        }
        for (int kill = 0; kill < ENDING; kill++) {
            killWhileEnding(data);
        }

        assertEndsWithTotals(data);
    }

    @Test
    void asked_to_end_it_ends_in_order_and_goes_on_the_next_time() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory)) {
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

        assertEndsWithTotals(directory);
    }

    /** Tells how long a first start takes on this machine. */
    private static long measureStartUp(Path data) throws Exception {
        long beganNs = System.nanoTime();
        try (RunningDemo demo = RunningDemo.start(data)) {
            assertThat(demo.awaitLine(line -> line.startsWith("Taking in:"), RUN_LIMIT_MS))
                    .as(demo.output())
                    .isTrue();
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs);
    }

    private static void killAfter(Path data, long afterMs) throws Exception {
        try (RunningDemo demo = RunningDemo.start(data)) {
            demo.awaitLine(line -> false, afterMs);
            kill(demo, afterMs + " ms after its start");
        }
    }

    /** Two lines at most, a fifth of what is left: so that something is left for every kill. */
    private void killWhileTakingIn(Path data) throws Exception {
        int lines = 1 + random.nextInt(2);
        long afterMs = random.nextLong(150);
        try (RunningDemo demo = RunningDemo.start(data)) {
            for (int line = 0; line < lines; line++) {
                demo.awaitLine(DemoKillIT::isProgress, RUN_LIMIT_MS);
            }
            demo.awaitLine(line -> false, afterMs);
            kill(demo, "%d ms after its progress line %d".formatted(afterMs, lines));
        }
    }

    /** While it projects, prints, or closes; where a machine is too quick for that, it is tried again. */
    private void killWhileEnding(Path data) throws Exception {
        for (int attempt = 1; attempt <= TRIES_MAX; attempt++) {
            long afterMs = random.nextLong(300);
            try (RunningDemo demo = RunningDemo.start(data)) {
                demo.awaitLine(line -> line.startsWith("Taking in: 100 %") || line.startsWith("All of"), RUN_LIMIT_MS);
                demo.awaitLine(line -> false, afterMs);
                if (demo.isAlive()) {
                    kill(demo, afterMs + " ms after it had taken all in");
                    return;
                }
                assertThat(demo.awaitEnd(RUN_LIMIT_MS)).as(demo.output()).isZero();
            }
        }
        throw new AssertionError("It had always ended before it could be killed.");
    }

    private static void kill(RunningDemo demo, String moment) throws Exception {
        assertThat(demo.isAlive())
                .as("alive %s, seed %d. It printed:%n%s", moment, SEED, demo.output())
                .isTrue();
        demo.kill();
        System.out.println("Killed " + moment);
    }

    private static boolean isProgress(String line) {
        return line.startsWith("Catching up:") || line.startsWith("Taking in:");
    }

    private static void assertEndsWithTotals(Path data) throws Exception {
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
