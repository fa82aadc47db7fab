package io.myelin.retry.parking;

import io.myelin.retry.parking.ParkingLot.Tables;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** One group's tables, and the time that goes into them. */
record Books(Tables tables, Clock clock) {

    /** To the microsecond, as databases keep it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
