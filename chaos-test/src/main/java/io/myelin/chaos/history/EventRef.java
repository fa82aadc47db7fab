package io.myelin.chaos.history;

/**
 * What of an event the judge compares.
 *
 * @param id of the event
 * @param aggregateId of its aggregate
 * @param sequenceNumber in the stream of its aggregate
 */
public record EventRef(String id, String aggregateId, long sequenceNumber) {}
