package io.myelin.store.kafka.topic;

import io.myelin.store.kafka.StoreSetupException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Finds the brokers and waits for their answers. Says what is wrong when there are none; a refusal of one order stays
 * Kafka's own exception, for the caller who knows what was ordered.
 *
 * @param patience how long one answer may take
 */
record BrokerAnswers(MendCommands mend, Duration patience) {

    /** A client that waits no longer than the patience, whatever else its properties say. */
    Admin connect(Map<String, String> clientProperties) {
        Map<String, Object> properties = new HashMap<>(clientProperties);
        String patienceMs = Long.toString(patience.toMillis());
        // Both, as Kafka refuses a time for the whole call that is below the one for a single request.
        properties.put("default.api.timeout.ms", patienceMs);
        properties.put("request.timeout.ms", patienceMs);
        try {
            return Admin.create(properties);
        } catch (KafkaException e) {
            Secrets secrets = Secrets.of(clientProperties);
            throw new StoreSetupException(
                    ("Kafka's client can't be made for %s: %s. The store has no way to its log. Mend the client"
                                    + " properties of the store.")
                            .formatted(servers(), secrets.hide(String.valueOf(root(e).getMessage()))),
                    // Kafka's own exception would show in a stack trace what was hidden.
                    secrets.areIn(e) ? null : e);
        }
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /**
     * The answer.
     *
     * @throws StoreSetupException if there is none
     * @throws KafkaException if it is a refusal
     */
    <T> T of(KafkaFuture<T> question) {
        try {
            return question.get();
        } catch (ExecutionException e) {
            throw translated(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreSetupException(
                    "The start was interrupted while it waited for %s. Nothing is open; start again."
                            .formatted(servers()),
                    e);
        }
    }

    /** A refusal that nobody knew how to mend more closely. */
    StoreSetupException refusal(KafkaException refusal) {
        return new StoreSetupException(
                ("The broker at %s refused to describe or create the store's topics: %s: %s. The log can't be used."
                                + " Mend what it names, or see docs/operations/topic.md.")
                        .formatted(servers(), refusal.getClass().getSimpleName(), refusal.getMessage()),
                refusal);
    }

    private RuntimeException translated(ExecutionException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof TimeoutException) {
            return new StoreSetupException(
                    ("No broker answered at %s within %s (%s), so the log can be neither read nor written. Start the"
                                    + " broker, or mend bootstrap.servers. To see whether one answers: %s")
                            .formatted(servers(), seconds(), cause.getMessage(), mend.askVersions()),
                    cause);
        }
        if (cause instanceof AuthenticationException) {
            return new StoreSetupException(
                    ("The broker at %s does not let %s in: %s. The log can be neither read nor written. Mend"
                                    + " security.protocol, sasl.* or ssl.* in the client properties of the store.")
                            .formatted(servers(), mend.client().principal(), cause.getMessage()),
                    cause);
        }
        return cause instanceof KafkaException refusal ? refusal : new IllegalStateException(failure);
    }

    private String servers() {
        return mend.client().servers();
    }

    private String seconds() {
        return patience.toMillis() / 1000.0 + " s";
    }
}
