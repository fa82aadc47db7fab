package io.myelin.store.kafka.record;

import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.protocol.Stamp;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Events and stamps of any shape that a writer can make. */
final class LoggedEventArbitraries {

    private LoggedEventArbitraries() {}

    static Arbitrary<NewEvent> newEvents() {
        Arbitrary<Map<String, String>> metaDataText =
                Arbitraries.maps(texts(), texts()).ofMaxSize(4);
        return Combinators.combine(loggedEvents(), metaDataText).as(NewEvent::new);
    }

    static Arbitrary<Stamp> stamps() {
        Arbitrary<Long> bases = Arbitraries.longs().between(0, Long.MAX_VALUE - Integer.MAX_VALUE);
        Arbitrary<Integer> commitLengths = Arbitraries.integers().between(1, 1000);
        return Combinators.combine(uuids(), uuids(), bases, commitLengths, places(), places())
                .as((groupId, commitId, base, commitLength, index, before) -> new Stamp(
                        groupId,
                        base,
                        commitLength + before,
                        index % commitLength + before,
                        commitId,
                        index % commitLength,
                        commitLength));
    }

    /** Texts with characters of one to four bytes in UTF-8. */
    static Arbitrary<String> texts() {
        return Arbitraries.of("a", "Z", "-", " ", "\u0000", "\u00e4", "\u20ac", "\ud83d\ude00")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    private static Arbitrary<LoggedEvent> loggedEvents() {
        Arbitrary<Identity> identities = Combinators.combine(
                        texts(), texts().injectNull(0.3), texts(), sequenceNumbers())
                .as(Identity::new)
                .injectDuplicates(0.1);
        Arbitrary<byte[]> payloads = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        return Combinators.combine(
                        identities, timestamps(), nanos(), texts(), texts().injectNull(0.3), payloads, payloads)
                .as((who, ms, nanos, type, revision, payload, metaData) -> new LoggedEvent(
                        who.eventId,
                        who.type,
                        who.aggregateId,
                        who.sequenceNumber,
                        ms,
                        nanos,
                        type,
                        revision,
                        payload,
                        metaData));
    }

    private static Arbitrary<UUID> uuids() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
    }

    private static Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, 1000);
    }

    private static Arbitrary<Long> sequenceNumbers() {
        return Arbitraries.longs().greaterOrEqual(0);
    }

    private static Arbitrary<Long> timestamps() {
        return Arbitraries.longs();
    }

    private static Arbitrary<Integer> nanos() {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(0)),
                Tuple.of(2, Arbitraries.integers().between(0, 999_999)));
    }

    private record Identity(String eventId, @Nullable String type, String aggregateId, long sequenceNumber) {}
}
