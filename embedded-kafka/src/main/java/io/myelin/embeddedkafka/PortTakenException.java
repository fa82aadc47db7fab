package io.myelin.embeddedkafka;

import java.io.IOException;

/** The port asked for is in use by somebody else. Nothing was done before this was found. */
public final class PortTakenException extends EmbeddedKafkaException {

    private static final long serialVersionUID = 1L;

    private final int port;

    PortTakenException(int port, IOException cause) {
        super(
                "Port %d on 127.0.0.1 can't be had (%s), so no client could reach the broker there."
                                .formatted(port, cause.getMessage())
                        + " End the program that holds it, or choose another port; 0 takes any that is free.",
                cause);
        this.port = port;
    }

    /** The port that was asked for. */
    public int port() {
        return port;
    }
}
