package io.myelin.handlers;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.UUID;

/**
 * What a node claims segments as, and for how long a claim holds that is not renewed.
 *
 * @param nodeId 1 to {@value #NODE_ID_LENGTH_MAX} characters, unlike that of any node that runs at the same time
 * @param timeout at least a second
 */
record NodeClaims(String nodeId, Duration timeout) {

    /** What the tables of parked sequences have room for. */
    static final int NODE_ID_LENGTH_MAX = 50;

    /** A node that was silent for so long has ended or is stuck. Longer, and others wait for longer after a crash. */
    private static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(10);

    /** Shorter, and a garbage collection could cost a node its claims. */
    private static final Duration TIMEOUT_MIN = Duration.ofSeconds(1);

    private static final int RANDOM_LENGTH = 12;

    /** Checks the limits. */
    NodeClaims {
        if (nodeId.isBlank() || nodeId.length() > NODE_ID_LENGTH_MAX) {
            throw new ProjectionSetupException(
                    "A node id must have 1 to " + NODE_ID_LENGTH_MAX + " characters that are not all blank, was '"
                            + nodeId + "'. Give each node a short one of its own.");
        }
        if (timeout.compareTo(TIMEOUT_MIN) < 0) {
            throw new ProjectionSetupException("The claim timeout must be at least " + TIMEOUT_MIN.toSeconds()
                    + " s, was " + timeout + ". A pause of the JVM would cost the node its segments.");
        }
    }

    /** Returns claims under a name that no process ever had: its number and host, and some random characters. */
    static NodeClaims unique() {
        String process = ManagementFactory.getRuntimeMXBean().getName();
        int room = NODE_ID_LENGTH_MAX - RANDOM_LENGTH - 1;
        String random = UUID.randomUUID().toString().replace("-", "").substring(0, RANDOM_LENGTH);
        return new NodeClaims(process.substring(0, Math.min(process.length(), room)) + "-" + random, TIMEOUT_DEFAULT);
    }
}
