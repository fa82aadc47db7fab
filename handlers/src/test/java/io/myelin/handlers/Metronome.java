package io.myelin.handlers;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures how late the machine lets a thread run that should run every few milliseconds. What is measured beside it on a busy
 * machine is late by that too, a few times over: once for each thread that has to get its turn.
 */
final class Metronome implements AutoCloseable {

    private static final Duration BEAT = Duration.ofMillis(5);

    /** The one who watches, the one who goes on, the database, and the one who looks. */
    private static final int TURNS = 4;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong beatNs = new AtomicLong(System.nanoTime());
    private final AtomicLong latestNs = new AtomicLong();

    private Metronome() {}

    static Metronome start() {
        Metronome started = new Metronome();
        var unused = started.thread.scheduleWithFixedDelay(started::beat, 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
        return started;
    }

    private void beat() {
        long now = System.nanoTime();
        latestNs.accumulateAndGet(now - beatNs.getAndSet(now) - BEAT.toNanos(), Math::max);
    }

    /** Returns how much of a delay was the machine's. */
    Duration machinesOwn() {
        return Duration.ofNanos(TURNS * latestNs.get());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
