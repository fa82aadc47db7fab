package io.myelin.store.kafka.record;

/** The headers of a record. Those that begin with {@code axon-} are Axon's Kafka extension's, spelled as it spells them. */
final class HeaderNames {

    static final String MESSAGE_ID = "axon-message-id";
    static final String MESSAGE_TYPE = "axon-message-type";
    static final String MESSAGE_REVISION = "axon-message-revision";
    static final String MESSAGE_TIMESTAMP = "axon-message-timestamp";
    static final String AGGREGATE_TYPE = "axon-message-aggregate-type";
    static final String AGGREGATE_ID = "axon-message-aggregate-id";
    static final String AGGREGATE_SEQ = "axon-message-aggregate-seq";
    static final String META_DATA_PREFIX = "axon-metadata-";

    /** The serialized metadata: the extension's headers hold text only, and would lose the values' types. */
    static final String META_DATA = "myelin-metadata";

    /** What the extension's timestamp, in milliseconds, leaves out; absent when it is 0. */
    static final String TIMESTAMP_NANOS = "myelin-timestamp-nanos";

    private HeaderNames() {}
}
