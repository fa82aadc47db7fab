package io.myelin.handlers.effects;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a projection's inbox knows in this process: calls that succeeded and whose memory is not committed yet.
 *
 * <p>A transaction may be rolled back behind a call, and the event handled again; the call is not. Safe for several threads.
 */
public final class InboxLedger {

    /** Those of some transactions in work; beyond, the oldest are forgotten, and would be called again if rolled back. */
    private static final int UNCOMMITTED_MAX = 10_000;

    private final String projection;
    private final Clock clock;
    private final Counter skipped;
    private final Set<String> succeeded = Collections.synchronizedSet(Collections.newSetFromMap(new Bounded()));

    /** Makes a projection's. */
    public InboxLedger(String projection, Clock clock, MeterRegistry registry) {
        this.projection = projection;
        this.clock = clock;
        this.skipped = Counter.builder("handlers.duplicates.skipped")
                .description("Calls to the outside world that were not made again")
                .tag("processor", projection)
                .register(registry);
    }

    String projection() {
        return projection;
    }

    Instant now() {
        return clock.instant();
    }

    String keyOf(String event, String name) {
        return projection + "/" + event + "/" + name;
    }

    boolean makeOnce(String key, Inbox.Call call) throws Exception {
        if (succeeded.contains(key)) {
            skipped();
            return false;
        }
        call.make(key);
        succeeded.add(key);
        return true;
    }

    void skipped() {
        skipped.increment();
    }

    void forget(String key) {
        succeeded.remove(key);
    }

    /** Forgets the oldest. */
    private static final class Bounded extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > UNCOMMITTED_MAX;
        }
    }
}
