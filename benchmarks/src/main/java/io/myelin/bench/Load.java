package io.myelin.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** Callers that do one thing over and over, each waiting for its end before it begins again. */
final class Load {

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

    /** Runs the callers for a span, which begins when all of them are there. */
    static Figures run(int callers, Duration span, Call call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            CountDownLatch there = new CountDownLatch(callers);
            List<Future<Caller>> running = new ArrayList<>();
            for (int number = 0; number < callers; number++) {
                running.add(threads.submit(new Caller(number, call, there, span)));
            }
            there.await();
            long start = System.nanoTime();
            Histogram latencies = latencies();
            for (Future<Caller> caller : running) {
                latencies.add(caller.get().latencies);
            }
            return figures(latencies, System.nanoTime() - start);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Returns an empty histogram of nanoseconds. */
    static Histogram latencies() {
        // Two digits: an error of at most 1 %, in some ten kilobytes.
        return new Histogram(2);
    }

    static Figures figures(Histogram latencies, long nanos) {
        return new Figures(
                latencies.getTotalCount() / (nanos / 1e9),
                latencies.getValueAtPercentile(50) / 1e6,
                latencies.getValueAtPercentile(99) / 1e6);
    }

    private static final class Caller implements Callable<Caller> {
        private final int number;
        private final Call call;
        private final CountDownLatch there;
        private final long spanNanos;
        private final Histogram latencies = latencies();

        Caller(int number, Call call, CountDownLatch there, Duration span) {
            this.number = number;
            this.call = call;
            this.there = there;
            this.spanNanos = span.toNanos();
        }

        @Override
        public Caller call() throws Exception {
            there.countDown();
            there.await();
            long end = System.nanoTime() + spanNanos;
            long calls = 0;
            for (long before = System.nanoTime(); before < end; ) {
                call.make(number, calls++);
                long after = System.nanoTime();
                latencies.recordValue(after - before);
                before = after;
            }
            return this;
        }
    }
}
