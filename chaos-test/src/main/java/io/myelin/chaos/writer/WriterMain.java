package io.myelin.chaos.writer;

import io.myelin.chaos.history.HistoryFile;
import io.myelin.store.kafka.log.CommitLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a writer's process. Its parent gets {@link #PROGRESS} lines on the standard output, and sends
 * {@link #FINISH}; when the parent is gone the standard input ends, and so does the process.
 */
public final class WriterMain {

    /** Followed by the commits acknowledged, refused and in doubt so far; every second, and first when the store is open. */
    public static final String PROGRESS = "progress ";

    /** Asks to end the work, to read the log to its end, and to write down all aggregates. */
    public static final String FINISH = "finish";

    /** The exit code of a process whose store could not be opened: the log can't be reached, so try again. */
    public static final int NOT_OPENED = 3;

    private static final Logger log = LoggerFactory.getLogger(WriterMain.class);

    /** Callers get their answer at their deadline at the latest. */
    private static final Duration CALLERS_END_MAX = WriterStore.COMMIT_DEADLINE.plusSeconds(10);

    /** A log that can be reached is read to its end within this. */
    private static final Duration CATCH_UP_MAX = Duration.ofMinutes(1);

    private final WriterSettings settings;
    private final Notes notes;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private WriterMain(WriterSettings settings, Notes notes) {
        this.settings = settings;
        this.notes = notes;
    }

    /** Runs one life; the arguments are those of {@link WriterSettings#toArguments}. */
    public static void main(String[] args) throws Exception {
        WriterSettings settings = WriterSettings.ofArguments(args);
        PrintStream parent = System.out;
        System.setOut(System.err);
        InstantSource clock = InstantSource.system();
        WriterStore store;
        try {
            store = WriterStore.open(settings.servers(), settings.log(), settings.indexDirectory());
        } catch (RuntimeException e) {
            log.warn("The store of {} could not be opened: {}", settings.name(), e.toString());
            Runtime.getRuntime().halt(NOT_OPENED);
            return;
        }
        try (HistoryFile file = HistoryFile.create(settings.history())) {
            new WriterMain(settings, new Notes(file, clock)).live(store, parent);
        }
        // What the clients leave behind must not keep the process.
        Runtime.getRuntime().halt(0);
    }

    private void live(WriterStore store, PrintStream parent) throws InterruptedException {
        List<Thread> threads = startThreads(store.log());
        CountDownLatch finish = new CountDownLatch(1);
        WriterStore.daemon("parent", () -> awaitFinish(finish)).start();
        do {
            parent.println(PROGRESS + notes.progress());
        } while (!finish.await(1, TimeUnit.SECONDS));
        stopped.countDown();
        for (Thread thread : threads) {
            thread.join(CALLERS_END_MAX.toMillis());
            if (thread.isAlive()) {
                notes.noticed("thread %s did not end within %s: a caller got no answer by its deadline."
                        .formatted(thread.getName(), CALLERS_END_MAX));
            }
        }
        writeDownAll(store.log());
        parent.println(PROGRESS + notes.progress());
        store.close();
    }

    private List<Thread> startThreads(CommitLog commits) {
        List<Thread> threads = new ArrayList<>();
        SplittableRandom seeds = new SplittableRandom(settings.seed());
        for (int number = 0; number < settings.callers(); number++) {
            SplittableRandom random = seeds.split();
            Workload workload = new Workload(
                    random,
                    InstantSource.system(),
                    settings.name() + "." + number,
                    settings.aggregates(),
                    commits::lastSequenceNumber);
            threads.add(WriterStore.daemon(
                    "caller-" + number, new Caller(commits, notes, workload, random, settings.pauseMsMax(), stopped)));
        }
        threads.add(WriterStore.daemon("reader", new FollowingReader(commits, notes, seeds.split(), stopped)));
        threads.forEach(Thread::start);
        return threads;
    }

    private void awaitFinish(CountDownLatch finish) {
        try (BufferedReader parent = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            if (FINISH.equals(parent.readLine())) {
                finish.countDown();
                return;
            }
        } catch (IOException e) {
            // The parent is gone.
        }
        Runtime.getRuntime().halt(1);
    }

    /** Loads every aggregate once this process has read what all others wrote. */
    private void writeDownAll(CommitLog commits) throws InterruptedException {
        long deadlineNs = System.nanoTime() + CATCH_UP_MAX.toNanos();
        long end = commits.end();
        while (commits.position() < end && System.nanoTime() < deadlineNs) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        if (commits.position() < end) {
            notes.noticed("it stands at offset %d and did not reach the log's end, %d, within %s."
                    .formatted(commits.position(), end, CATCH_UP_MAX));
        }
        for (int number = 0; number < settings.aggregates(); number++) {
            notes.load(commits, "a" + number);
        }
    }
}
