package io.myelin.sample;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the demo runs.
 *
 * @param data the directory of all its data
 * @param port where the broker listens; 0 for any free port
 * @param fresh whether to throw away what an earlier run left
 * @param orders a file of one's own, instead of the Superstore's
 */
record DemoSettings(Path data, int port, boolean fresh, Optional<Path> orders) {

    private static final int PORT_MAX = 65_535;

    DemoSettings {
        requireNonNull(data, "data");
        requireNonNull(orders, "orders");
        if (port < 0 || port > PORT_MAX) {
            throw DemoException.usage(
                    "--port must be 1 to %d, or 0 for any free port, was %d.".formatted(PORT_MAX, port), null);
        }
    }
}
