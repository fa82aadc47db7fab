package io.myelin.store.kafka;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The store can't work with what it found at its start: the topics, the rights or the way to the brokers. Nothing was
 * read or written. The message holds every finding with its mend; {@code docs/operations/topic.md} has a section on each.
 */
public class StoreSetupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> findings;

    /** Creates the exception with all that was found; each finding says what was found, what it means and what to do. */
    public StoreSetupException(List<String> findings) {
        super(String.join("\n", findings));
        this.findings = List.copyOf(findings);
    }

    /** Creates the exception with one finding and what lies behind it. */
    public StoreSetupException(String finding, @Nullable Throwable cause) {
        super(finding, cause);
        this.findings = List.of(finding);
    }

    /** All findings, each one text of its own. */
    public List<String> findings() {
        return findings;
    }
}
