package io.myelin.embeddedkafka;

import org.jspecify.annotations.Nullable;

/**
 * The embedded broker can't start or stop. Its message names what is in the way and how to mend it; data that is
 * already on disk was not touched.
 */
public class EmbeddedKafkaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EmbeddedKafkaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
