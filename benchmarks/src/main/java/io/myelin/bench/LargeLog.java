package io.myelin.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.topic.LogTopic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A log of many accounts with ten deposits each, and the index of a node that wrote it.
 *
 * @param topic the log
 * @param index its directory; nobody has it open
 * @param accounts how many, by {@link #account}
 */
record LargeLog(LogTopic topic, Path index, int accounts) {

    static final int DEPOSITS = 10;

    /** Accounts in a commit: few round trips, and a group stays far below what the topic takes. */
    private static final int ACCOUNTS_PER_COMMIT = 10;

    private static final int FILLERS = 8;

    /** Fills a new log; ten million events take some minutes. */
    static LargeLog filled(Stage stage, int events) throws Exception {
        LogTopic topic = stage.newTopic();
        Path index = stage.newDirectory();
        int accounts = events / DEPOSITS;
        ExecutorService threads = Executors.newFixedThreadPool(FILLERS);
        try (Progress unused = new Progress("filling a log with " + events + " events");
                Stage.OpenLog log = stage.open(topic, index)) {
            AtomicInteger next = new AtomicInteger();
            List<Future<Integer>> fillers = new ArrayList<>();
            for (int i = 0; i < FILLERS; i++) {
                fillers.add(threads.submit(filler(log, next, accounts)));
            }
            for (Future<Integer> filler : fillers) {
                filler.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return new LargeLog(topic, index, accounts);
    }

    /** Returns the identifier of the account with that number, from 0 on. */
    static String account(int number) {
        return "account-" + number;
    }

    private static Callable<Integer> filler(Stage.OpenLog log, AtomicInteger next, int accounts) {
        return () -> {
            int first = next.getAndAdd(ACCOUNTS_PER_COMMIT);
            for (; first < accounts; first = next.getAndAdd(ACCOUNTS_PER_COMMIT)) {
                List<NewEvent> commit = new ArrayList<>();
                for (int number = first; number < Math.min(first + ACCOUNTS_PER_COMMIT, accounts); number++) {
                    for (int sequence = 0; sequence < DEPOSITS; sequence++) {
                        commit.add(deposited(account(number), sequence));
                    }
                }
                log.log().append(commit);
            }
            return first;
        };
    }

    /** As the application would have stored it. */
    private static NewEvent deposited(String account, int sequence) {
        String json = "{\"account\":\"%s\",\"cents\":1,\"note\":\"%s\"}".formatted(account, Account.NOTE);
        return new NewEvent(
                new LoggedEvent(
                        UUID.randomUUID().toString(),
                        "Account",
                        account,
                        sequence,
                        System.currentTimeMillis(),
                        0,
                        "deposited",
                        "1",
                        json.getBytes(UTF_8),
                        new byte[0]),
                Map.of());
    }
}
