package io.myelin.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers that do one thing over and over, each waiting for its end before it begins again. */
final class Load {

    /** Latencies a caller keeps; the newest replace the oldest. */
    private static final int LATENCIES_MAX = 100_000;

    /** One call; the number counts up within a caller. */
    interface Call {
        void make(int caller, long number) throws Exception;
    }

    /**
     * What one round gave.
     *
     * @param perSecond calls a second, all callers together
     * @param p50Ms median latency of a call
     * @param p99Ms 99th percentile
     */
    record Figures(double perSecond, double p50Ms, double p99Ms) {}

    private Load() {}

    /** Runs the callers for a span. */
    static Figures run(int callers, Duration span, Call call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            long start = System.nanoTime();
            long end = start + span.toNanos();
            List<Callable<Caller>> tasks = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                Caller caller = new Caller(i, call, end);
                tasks.add(caller);
            }
            List<long[]> latencies = new ArrayList<>();
            long calls = 0;
            for (Future<Caller> done : threads.invokeAll(tasks)) {
                latencies.add(done.get().latencies());
                calls += done.get().calls;
            }
            return figures(calls, (System.nanoTime() - start) / 1e9, latencies);
        } finally {
            threads.shutdownNow();
        }
    }

    static Figures figures(long calls, double seconds, List<long[]> latencies) {
        long[] sorted =
                latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Figures(calls / seconds, percentileMs(sorted, 50), percentileMs(sorted, 99));
    }

    private static double percentileMs(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[(int) ((long) sorted.length * percent / 100)] / 1e6;
    }

    private static final class Caller implements Callable<Caller> {
        private final int number;
        private final Call call;
        private final long end;
        private final long[] ring = new long[LATENCIES_MAX];
        private long calls;

        Caller(int number, Call call, long end) {
            this.number = number;
            this.call = call;
            this.end = end;
        }

        @Override
        public Caller call() throws Exception {
            for (long before = System.nanoTime(); before < end; ) {
                call.make(number, calls);
                long after = System.nanoTime();
                ring[(int) (calls++ % LATENCIES_MAX)] = after - before;
                before = after;
            }
            return this;
        }

        long[] latencies() {
            return Arrays.copyOf(ring, (int) Math.min(calls, LATENCIES_MAX));
        }
    }
}
