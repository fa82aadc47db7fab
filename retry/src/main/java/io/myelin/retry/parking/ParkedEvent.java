package io.myelin.retry.parking;

import java.time.Instant;
import java.util.Optional;

/**
 * One event of a parked sequence.
 *
 * @param index its place in the sequence; the smallest is delivered next
 * @param name the event's stored name, with its revision if it has one
 * @param aggregateId the aggregate that it is of, if any
 */
public record ParkedEvent(
        long index,
        String eventId,
        String name,
        Optional<String> revision,
        Optional<String> aggregateId,
        Instant eventTime,
        Instant parkedAt) {}
