package io.myelin.chaos.writer;

import io.myelin.chaos.history.Answer;
import io.myelin.store.kafka.CommitNotStoredException;
import io.myelin.store.kafka.CommitOutcomeUnknownException;
import io.myelin.store.kafka.StoreFailedException;
import io.myelin.store.kafka.log.CommitLog;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** One of a process's callers: appends, looks whether it finds what it wrote, loads, rests, and so on. One thread runs it. */
final class Caller implements Runnable {

    /** One round in so many also loads an aggregate. */
    private static final int LOAD_EVERY = 8;

    private final CommitLog log;
    private final Notes notes;
    private final Workload workload;
    private final RandomGenerator random;
    private final int pauseMsMax;
    private final CountDownLatch stopped;

    Caller(
            CommitLog log,
            Notes notes,
            Workload workload,
            RandomGenerator random,
            int pauseMsMax,
            CountDownLatch stopped) {
        this.log = log;
        this.notes = notes;
        this.workload = workload;
        this.random = random;
        this.pauseMsMax = pauseMsMax;
        this.stopped = stopped;
    }

    @Override
    public void run() {
        try {
            while (!stopped.await(random.nextInt(pauseMsMax), TimeUnit.MILLISECONDS)) {
                runOnce();
            }
        } catch (StoreFailedException e) {
            notes.noticed("the store gave up: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runOnce() {
        Workload.Append append = workload.next();
        notes.invoked(append);
        Answer answer = append(append);
        notes.answered(append, answer);
        if (answer instanceof Answer.Committed) {
            workload.acknowledged(append);
            lookForOwn(append);
        }
        if (random.nextInt(LOAD_EVERY) == 0) {
            notes.load(log, workload.aggregate());
        }
    }

    private Answer append(Workload.Append append) {
        try {
            return log.append(append.events())
                    .fold(
                            committed -> new Answer.Committed(committed.firstOffset()),
                            conflict -> new Answer.Conflict(
                                    conflict.aggregateId(), conflict.sequenceNumber(), conflict.lastSequenceNumber()),
                            duplicate -> new Answer.Duplicate(duplicate.eventId()));
        } catch (CommitOutcomeUnknownException e) {
            return new Answer.Unknown(e.commitId());
        } catch (CommitNotStoredException e) {
            return new Answer.NotStored(String.valueOf(e.getMessage()));
        } catch (StoreFailedException e) {
            notes.answered(append, new Answer.NotStored(String.valueOf(e.getMessage())));
            throw e;
        }
    }

    /** Who was told that a commit is there must find it. */
    private void lookForOwn(Workload.Append append) {
        for (NewEvent written : append.events()) {
            LoggedEvent event = written.event();
            boolean there = log.events(event.aggregateId(), event.sequenceNumber()).stream()
                    .limit(1)
                    .anyMatch(found -> found.eventId().equals(event.eventId()));
            if (!there) {
                notes.noticed("%s was acknowledged, but event %s is not found where it was written."
                        .formatted(append.operation(), event.eventId()));
            }
        }
    }
}
