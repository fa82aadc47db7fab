package io.myelin.store.kafka.index;

/**
 * What the check needs to know of an event.
 *
 * @param aggregate digest of its aggregate
 * @param sequenceNumber its place there
 * @param identifier digest of its identifier
 */
record WrittenEvent(Digest aggregate, long sequenceNumber, Digest identifier) {}
