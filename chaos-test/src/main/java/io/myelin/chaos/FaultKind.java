package io.myelin.chaos;

import java.time.Duration;

/** What is made to fail, and how often beside the others, and for how long. */
enum FaultKind {
    KILL_BROKER("broker killed (kill -9) and started again", 4, 1_000, 5_000),
    FREEZE_BROKER("broker frozen (SIGSTOP)", 3, 1_000, 8_000),
    STOP_BROKER("broker stopped cleanly and started again", 1, 500, 2_000),
    MOVE_LEADER("leader moved", 4, 200, 1_000),
    RESET_CONNECTIONS("connections reset", 3, 100, 500),
    LOSE_ANSWERS("acknowledgements lost", 5, 800, 5_000),
    LOSE_REQUESTS("requests lost", 3, 800, 5_000),
    BLACK_HOLE("connections cut both ways", 2, 800, 5_000),
    SLOW("connections slow", 3, 1_000, 5_000),
    CUT_PEERS("broker cut off from its peers", 2, 1_000, 6_000),
    OUTAGE("two of three brokers killed and started again", 1, 1_000, 4_000),
    FREEZE_WRITER("writer frozen beyond every time-out", 3, 8_000, 15_000),
    KILL_WRITER("writer killed (kill -9) and started again", 3, 200, 2_000);

    final String text;
    final int weight;
    final int shortestMs;
    final int longestMs;

    FaultKind(String text, int weight, int shortestMs, int longestMs) {
        this.text = text;
        this.weight = weight;
        this.shortestMs = shortestMs;
        this.longestMs = longestMs;
    }

    boolean isOfWriters() {
        return this == FREEZE_WRITER || this == KILL_WRITER;
    }

    Duration longest() {
        return Duration.ofMillis(longestMs);
    }
}
