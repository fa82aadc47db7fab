package io.myelin.store.kafka.verify;

import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.transfer.RawJson;
import java.util.Optional;
import java.util.Set;

/**
 * Judges valid events one by one. Not thread-safe.
 *
 * @param findings to add to
 * @param knownNames the logical names that the application reads; empty if nobody said
 */
record EventCheck(Findings findings, Optional<Set<String>> knownNames) {

    EventCheck {
        knownNames = knownNames.map(Set::copyOf);
    }

    void accept(LogRecord.Event logged) {
        LoggedEvent event = logged.event();
        checkJson(logged.offset(), "payload", event.payload());
        if (event.metaData().length > 0) {
            checkJson(logged.offset(), "metadata", event.metaData());
        }
        if (knownNames.isPresent() && !knownNames.get().contains(event.payloadType())) {
            findings.add(FindingKind.UNKNOWN_EVENT_NAME, logged.offset(), "'" + event.payloadType() + "'");
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
