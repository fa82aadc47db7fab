package io.myelin.store.kafka.index;

import static java.nio.charset.StandardCharsets.UTF_8;

/** RocksDB's column families; they are flushed together, so that a crash leaves all of them at the same position. */
enum Family {
    /** What was applied: a handful of keys. Has the name that RocksDB asks for. */
    META("default"),
    /** Events by digest of their aggregate and sequence number. */
    EVENTS("events"),
    /** The last sequence number of an aggregate by its digest. */
    HEADS("heads"),
    /** Digests of the event identifiers, without a value. */
    IDENTIFIERS("identifiers"),
    /** The newest snapshot by digest of its aggregate. */
    SNAPSHOTS("snapshots");

    private final String storedName;

    Family(String storedName) {
        this.storedName = storedName;
    }

    byte[] nameBytes() {
        return storedName.getBytes(UTF_8);
    }
}
