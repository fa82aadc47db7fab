package io.myelin.store.kafka.verify;

import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.transfer.RawJson;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Judges valid events one by one. Not thread-safe. */
final class EventCheck {

    private final Findings findings;
    private final Optional<Set<String>> knownNames;

    /** Each is shown once: a log with a million events of one unknown name may have others. */
    private final Set<String> shownNames = new HashSet<>();

    /**
     * Creates a check.
     *
     * @param findings to add to
     * @param knownNames the logical names that the application reads; empty if nobody said
     */
    EventCheck(Findings findings, Optional<Set<String>> knownNames) {
        this.findings = findings;
        this.knownNames = knownNames.map(Set::copyOf);
    }

    void accept(LogRecord.Event logged) {
        LoggedEvent event = logged.event();
        checkJson(logged.offset(), "payload", event.payload());
        if (event.metaData().length > 0) {
            checkJson(logged.offset(), "metadata", event.metaData());
        }
        if (knownNames.isPresent() && !knownNames.get().contains(event.payloadType())) {
            addUnknown(logged.offset(), event.payloadType());
        }
    }

    private void addUnknown(long offset, String name) {
        if (shownNames.size() < Findings.KEPT_PER_KIND_MAX && shownNames.add(name)) {
            findings.add(FindingKind.UNKNOWN_EVENT_NAME, offset, "the first one that is called '%s'".formatted(name));
        } else {
            findings.addAgain(FindingKind.UNKNOWN_EVENT_NAME);
        }
    }

    private void checkJson(long offset, String what, byte[] bytes) {
        if (!RawJson.isOneValue(bytes)) {
            findings.add(
                    FindingKind.UNDECODABLE_PAYLOAD,
                    offset,
                    "the %s, of %d bytes, is not JSON".formatted(what, bytes.length));
        }
    }
}
