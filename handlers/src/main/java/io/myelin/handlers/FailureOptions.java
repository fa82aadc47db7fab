package io.myelin.handlers;

import static java.util.Objects.requireNonNull;

import io.myelin.retry.Classifier;
import io.myelin.retry.RetryPolicy;
import io.myelin.retry.RetrySettings;
import io.myelin.retry.parking.ParkingLimits;
import java.security.SecureRandom;

/**
 * What becomes of events whose handlers fail.
 *
 * @param retry how often and when they are tried again
 * @param classifier which failures are tried at once, later, never again, or stop the line
 * @param parking how many may be put aside
 */
public record FailureOptions(RetrySettings retry, Classifier classifier, ParkingLimits parking) {

    /** Checks that nothing is missing. */
    public FailureOptions {
        requireNonNull(retry, "retry");
        requireNonNull(classifier, "classifier");
        requireNonNull(parking, "parking");
    }

    static FailureOptions defaults() {
        return new FailureOptions(RetrySettings.defaults(), Classifier.builtIn(), ParkingLimits.DEFAULT);
    }

    /** Tries failed events again as {@code settings} say. */
    public FailureOptions retry(RetrySettings settings) {
        return new FailureOptions(settings, classifier, parking);
    }

    /** Tells failures apart by {@code rules}, for example {@code Classifier.builtIn().with(PERMANENT, NoSuchOrder.class)}. */
    public FailureOptions classifier(Classifier rules) {
        return new FailureOptions(retry, rules, parking);
    }

    /** Stops the projection when more than {@code limits} say would have to be put aside. */
    public FailureOptions parking(ParkingLimits limits) {
        return new FailureOptions(retry, classifier, limits);
    }

    RetryPolicy policy() {
        return new RetryPolicy(retry, classifier, new SecureRandom());
    }
}
