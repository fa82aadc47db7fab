package io.myelin.retry.parking;

import io.myelin.retry.FailureCategory;
import io.myelin.retry.Fingerprint;
import java.time.Instant;

/**
 * What sequences of one group failed for last.
 *
 * @param fingerprint by which they can be redriven together
 * @param category of the failure
 * @param retrying sequences that are tried again by themselves
 * @param dead sequences that wait for somebody
 * @param firstParkedAt when the first of them was parked
 * @param lastFailedAt when one of them failed last
 */
public record FailureCause(
        Fingerprint fingerprint,
        FailureCategory category,
        long retrying,
        long dead,
        Instant firstParkedAt,
        Instant lastFailedAt) {}
