package io.myelin.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What one measurement found, in the form of the results file.
 *
 * @param name of the measurement
 * @param unit of {@code ours} and {@code baseline}
 * @param ours our figure
 * @param baseline the other side's, from the same run
 * @param baselineName what the other side is
 * @param ratio {@code ours / baseline}
 * @param p50Ms our median latency in milliseconds; 0 where it does not apply
 * @param p99Ms our 99th percentile in milliseconds; 0 where it does not apply
 * @param must what is wanted, in words
 * @param reached whether it was reached in this run
 */
record Outcome(
        String name,
        String unit,
        double ours,
        double baseline,
        String baselineName,
        double ratio,
        double p50Ms,
        double p99Ms,
        @JsonIgnore String must,
        @JsonIgnore boolean reached) {}
